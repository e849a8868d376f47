package ryot.embed;

/** Turns texts into vectors that point the same way where the texts mean the same. */
public interface Embedder {

  /** Names the model: vectors of embedders with other names cannot be compared with these. */
  String name();

  /** Numbers of a vector. */
  int dimensions();

  /**
   * The vector of {@code text}, of length 1; all zeros for a text without a word. The caller's own.
   * Safe for use by many threads.
   */
  float[] embed(String text);
}
