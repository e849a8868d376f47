package ryot.models;

import java.nio.file.Path;

/**
 * A model of the catalogue, and what of it is on this machine.
 *
 * @param model the catalogue's entry
 * @param state what is here
 * @param file where the file is, or would be
 * @param bytesHere bytes on disk: the file's, or those of a pull that was interrupted
 */
public record ModelStatus(CatalogModel model, State state, Path file, long bytesHere) {

  /** What of a model is on this machine. */
  public enum State {
    /** Nothing. */
    ABSENT,
    /** An interrupted pull, which the next one resumes. */
    PARTIAL,
    /** The file, verified by size and hash when it was pulled. */
    INSTALLED,
    /** A file of the right size whose hash has not been looked at: it was put there by hand. */
    UNVERIFIED,
    /** A file that is not the model's; the next pull replaces it. */
    DAMAGED
  }
}
