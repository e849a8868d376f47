package ryot.lab.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a job in a fresh JVM. The fork lives no longer than this process: a shutdown hook ends it,
 * and so does the end of its standard input.
 */
public final class ForkedRunner {

  private static final int STDERR_LINES = 15;
  private static final int QUEUE = 1024;

  private final ForkCommand command;
  private final long silenceMillis;

  /**
   * Forks started by {@code command}.
   *
   * @param silenceMillis a fork that says nothing for so long is ended
   */
  public ForkedRunner(ForkCommand command, long silenceMillis) {
    this.command = command;
    this.silenceMillis = silenceMillis;
  }

  /** Hears what the fork says, on the thread that runs it. */
  public interface Listener {

    /** One message; while it is handled the fork goes on, but it does not end. */
    void message(ForkMessage message) throws ForkFailedException;
  }

  /** A message, a failure to read one, or the end. */
  private record Received(@Nullable ForkMessage message, @Nullable String problem) {}

  /**
   * Runs {@code job} to its end.
   *
   * @param started hears the process id once the fork runs
   * @throws ForkFailedException if the fork crashed, gave up, or spoke nonsense
   * @throws InterruptedException if interrupted; the fork is ended
   */
  public void run(ForkJob job, LongConsumer started, Listener listener)
      throws IOException, InterruptedException, ForkFailedException {
    AtomicReference<@Nullable Process> fork = new AtomicReference<>();
    Thread hook = Thread.ofPlatform().unstarted(() -> end(fork.get()));
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      throw new InterruptedException("this JVM is shutting down");
    }
    Process process = new ProcessBuilder(command.line()).start();
    fork.set(process);
    try {
      started.accept(process.pid());
      Deque<String> complaints = new ArrayDeque<>();
      Thread stderr = Thread.ofVirtual().start(() -> drain(process.getErrorStream(), complaints));
      BlockingQueue<Received> queue = new ArrayBlockingQueue<>(QUEUE);
      Thread.ofVirtual().start(() -> receive(process.getInputStream(), queue));
      try {
        ForkChannel.write(process.getOutputStream(), job);
      } catch (IOException e) {
        stderr.join(1_000);
        throw crash(process, complaints);
      }
      converse(process, queue, listener, stderr, complaints);
    } finally {
      process.destroyForcibly();
      process.waitFor(10, TimeUnit.SECONDS);
      remove(hook);
    }
  }

  private static void end(@Nullable Process process) {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  private void converse(
      Process process,
      BlockingQueue<Received> queue,
      Listener listener,
      Thread stderr,
      Deque<String> complaints)
      throws InterruptedException, ForkFailedException, IOException {
    while (true) {
      Received received = queue.poll(silenceMillis, TimeUnit.MILLISECONDS);
      if (received == null) {
        throw new ForkFailedException(
            "the fork said nothing for " + silenceMillis / 1000 + " s and was ended");
      }
      if (received.problem() != null) {
        throw new ForkFailedException(received.problem() + tail(complaints));
      }
      ForkMessage message = received.message();
      if (message == null) {
        stderr.join(1_000);
        throw crash(process, complaints);
      }
      if (message instanceof ForkMessage.Failed failed) {
        throw new ForkFailedException(failed.message());
      }
      listener.message(message);
      if (message instanceof ForkMessage.Measured || message instanceof ForkMessage.Profiled) {
        process.getOutputStream().close();
        process.waitFor(10, TimeUnit.SECONDS);
        return;
      }
    }
  }

  private static ForkFailedException crash(Process process, Deque<String> complaints)
      throws InterruptedException {
    String code =
        process.waitFor(5, TimeUnit.SECONDS) ? "exit code " + process.exitValue() : "no exit code";
    return new ForkFailedException(
        "the fork ended before its work was done, " + code + tail(complaints));
  }

  private static String tail(Deque<String> complaints) {
    synchronized (complaints) {
      return complaints.isEmpty()
          ? "; it wrote no error"
          : "; its last lines:\n  " + String.join("\n  ", complaints);
    }
  }

  private static void receive(InputStream in, BlockingQueue<Received> queue) {
    try {
      while (true) {
        Optional<ForkMessage> message = ForkChannel.read(in, ForkMessage.class);
        queue.put(new Received(message.orElse(null), null));
        if (message.isEmpty()) {
          return;
        }
      }
    } catch (IOException e) {
      boolean told = queue.offer(new Received(null, String.valueOf(e.getMessage())));
      assert told : "the queue is as long as a fork can talk before it is read";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void drain(InputStream in, Deque<String> lines) {
    try (BufferedReader reader =
        new BufferedReader(new java.io.InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        synchronized (lines) {
          lines.addLast(line);
          if (lines.size() > STDERR_LINES) {
            lines.removeFirst();
          }
        }
      }
    } catch (IOException e) {
      synchronized (lines) {
        lines.addLast("(its error stream broke off: " + e.getMessage() + ")");
      }
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // Shutting down already: the hook runs, which is what it is for.
    }
  }
}
