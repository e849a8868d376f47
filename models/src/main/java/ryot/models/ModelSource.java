package ryot.models;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A place that a model's bytes come from. */
interface ModelSource {

  /** Names the place for people: {@code hub https://models.example}. */
  String description();

  /** What a person would do to get the bytes from here: {@code download https://...}. */
  String byHand();

  /**
   * Brings all of a model's bytes into the part, going on from what it holds where the source can.
   *
   * @param expected what the bytes must be, or null where only the source can say it
   * @return what the bytes must be; comparing them with it is the caller's
   * @throws SourceFailedException if the source cannot serve it; the part may hold a beginning, to
   *     be resumed
   * @throws CorruptModelException if the source sends something else
   * @throws StorageFullException if there is no room
   */
  Fingerprint fill(PartFile part, @Nullable Fingerprint expected, PullProgress progress)
      throws IOException, InterruptedException;
}
