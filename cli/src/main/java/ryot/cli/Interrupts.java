package ryot.cli;

import java.util.concurrent.atomic.AtomicReference;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C and its relatives (SIGINT, SIGTERM, SIGHUP). The first interrupts the main thread, which
 * unwinds, removes what is half done and ends; who does not unwind within three seconds is ended,
 * and so is who gets a second one. A command that has something better to do with the first, as a
 * chat has with an answer under way, installs a reaction of its own.
 */
final class Interrupts {

  private static final long PATIENCE_MILLIS = 3_000;

  private final Thread main;
  private final Runnable farewell;
  private final AtomicReference<@Nullable Signal> first = new AtomicReference<>();
  private volatile @Nullable Runnable reaction;

  private Interrupts(Thread main, Runnable farewell) {
    this.main = main;
    this.farewell = farewell;
  }

  /**
   * Takes over the signals of this process on behalf of the calling thread.
   *
   * @param farewell what is said when the process has to be ended before its main thread did
   */
  static Interrupts install(Runnable farewell) {
    Interrupts interrupts = new Interrupts(Thread.currentThread(), farewell);
    for (Signal signal : Signal.values()) {
      // Where the JVM may not have a signal (-Xrs, nohup), it keeps its own way of ending.
      Signals.register(signal.name(), () -> interrupts.arrive(signal));
    }
    return interrupts;
  }

  /** Signals of no process: nothing ever arrives. For commands that run inside a test. */
  static Interrupts none() {
    return new Interrupts(Thread.currentThread(), () -> {});
  }

  /** Whether a signal has asked this process to end. */
  boolean arrived() {
    return first.get() != null;
  }

  /** The exit code that belongs to the signal that arrived. */
  int exitCode() {
    Signal signal = first.get();
    return ExitCode.SIGNAL_BASE + (signal == null ? Signal.INT : signal).number;
  }

  /** Until closed, the first signal runs {@code instead} of ending the process. */
  Scope reactingWith(Runnable instead) {
    reaction = instead;
    return () -> reaction = null;
  }

  /**
   * Until closed, a signal ends the process at once: the main thread waits for someone to type, and
   * nothing wakes it from that.
   */
  Scope whileReading() {
    return reactingWith(
        () -> {
          first.compareAndSet(null, Signal.INT);
          leave();
        });
  }

  private void arrive(Signal signal) {
    Runnable own = reaction;
    if (own != null) {
      reaction = null;
      own.run();
    } else if (first.compareAndSet(null, signal)) {
      main.interrupt();
      Thread.ofPlatform().daemon().name("interrupt").start(this::leaveInTheEnd);
    } else {
      Runtime.getRuntime().halt(exitCode());
    }
  }

  private void leaveInTheEnd() {
    try {
      main.join(PATIENCE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    leave();
  }

  private void leave() {
    farewell.run();
    System.exit(exitCode());
  }

  /** The signals that ask a process to end, with their numbers on Linux and macOS. */
  private enum Signal {
    HUP(1),
    INT(2),
    TERM(15);

    private final int number;

    Signal(int number) {
      this.number = number;
    }
  }

  /** Where a reaction holds. */
  interface Scope extends AutoCloseable {
    @Override
    void close();
  }
}
