package ryot.lab.profile;

import java.io.IOException;
import java.nio.file.Path;
import jdk.jfr.Recording;

/**
 * Exact call counts at component boundaries (JEP 520), in a recording of their own. Counting is
 * woven into the methods, which makes the JVM compile them anew and allocate: nothing else is
 * measured meanwhile.
 */
public final class CallCounting implements AutoCloseable {

  private final Recording recording;

  private CallCounting(Recording recording) {
    this.recording = recording;
  }

  /** Starts counting into {@code file} the methods that the lab's list names. */
  public static CallCounting start(Path file) throws IOException {
    return start(file, MethodFilter.read());
  }

  /** As {@link #start(Path)} with a filter in the form that the event takes. */
  static CallCounting start(Path file, String filter) throws IOException {
    Recording recording = new Recording();
    recording.setName("ryot calls");
    recording.setDestination(file);
    // A shorter period would leave out what came after its last event.
    recording.enable("jdk.MethodTiming").with("filter", filter).with("period", "endChunk");
    recording.start();
    return new CallCounting(recording);
  }

  /** Ends the recording and writes it out. */
  @Override
  public void close() {
    recording.stop();
    recording.close();
  }
}
