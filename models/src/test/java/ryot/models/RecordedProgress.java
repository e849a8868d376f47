package ryot.models;

import java.util.ArrayList;
import java.util.List;

/**
 * Remembers what it was told. A server that is about to cut a connection can wait until what it
 * sent has been written: how much of it would survive the cut is chance otherwise.
 */
final class RecordedProgress implements PullProgress {

  final List<String> activities = new ArrayList<>();
  final List<String> notes = new ArrayList<>();
  long totalBytes;
  long alreadyBytes;
  long doneBytes;
  private long arrivedBytes;

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
    arrivedBytes += bytes;
    notifyAll();
  }

  /** Returns once so many bytes have arrived in all, whichever work they belonged to. */
  synchronized void awaitArrival(long bytes) throws InterruptedException {
    while (arrivedBytes < bytes) {
      wait();
    }
  }

  @Override
  public synchronized void note(String message) {
    notes.add(message);
  }
}
