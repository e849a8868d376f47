package ryot.models;

import java.util.ArrayList;
import java.util.List;

/** Remembers what it was told. */
final class RecordedProgress implements PullProgress {

  final List<String> activities = new ArrayList<>();
  final List<String> notes = new ArrayList<>();
  long totalBytes;
  long alreadyBytes;
  long doneBytes;

  @Override
  public synchronized void start(String activity, long totalBytes, long alreadyBytes) {
    activities.add(activity);
    this.totalBytes = totalBytes;
    this.alreadyBytes = alreadyBytes;
    this.doneBytes = alreadyBytes;
  }

  @Override
  public synchronized void advance(long bytes) {
    doneBytes += bytes;
  }

  @Override
  public synchronized void note(String message) {
    notes.add(message);
  }
}
