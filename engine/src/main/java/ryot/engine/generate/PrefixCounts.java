package ryot.engine.generate;

/**
 * What an engine and its store of prefixes have had to do with each other so far.
 *
 * @param asked prompts whose beginning was looked for
 * @param hits prompts of which something was given back
 * @param restoredTokens tokens that were given back and not computed
 * @param failures calls of the store that threw
 * @param late answers that did not come in time; their prompts were computed
 * @param keptPages pages handed to the store
 * @param droppedTexts texts that were not handed over, because the store was behind
 */
public record PrefixCounts(
    long asked,
    long hits,
    long restoredTokens,
    long failures,
    long late,
    long keptPages,
    long droppedTexts) {

  /** Nothing has been asked or kept. */
  public static final PrefixCounts NONE = new PrefixCounts(0, 0, 0, 0, 0, 0, 0);
}
