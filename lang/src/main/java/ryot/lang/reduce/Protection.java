package ryot.lang.reduce;

import java.util.regex.Pattern;

/**
 * Spans of a text that are not to be lost: the sentence around one stays. Groups are repeated
 * possessively, which takes no stack, however long a span is; and no part of a text is searched for
 * the end of more than one span, so that all of it takes time in proportion to its length.
 */
public enum Protection {
  /** Fenced blocks, code between back-ticks, and lines that begin with a tab or four spaces. */
  CODE(Protection.FENCED_BLOCK + "|`[^`\\n]+`|^(?:\\t| {4})[^\\n]+"),

  /** Whatever has a digit in it. */
  NUMBERS("\\p{Nd}+"),

  /**
   * Text between quotation marks, of one paragraph. What “ or „ begins and nothing ends reaches to
   * the end of its paragraph, as in quotations of several.
   */
  QUOTES(
      "\"(?:[^\"\\n]|\\n(?!\\s*\\n))++\""
          + "|“(?:[^”\\n]|\\n(?!\\s*\\n))*+”?"
          + "|„(?:[^“”\\n]|\\n(?!\\s*\\n))*+[“”]?"
          + "|«(?:[^«»\\n]|\\n(?!\\s*\\n))++»"),

  /** Paragraphs that tell the model what to do. */
  INSTRUCTIONS(
      "(?mi)^[ \\t#>*_-]*(?:system|instructions?|task|rules?|question|important|note|you are|you"
          + " must|do not|don't|always|never)\\b(?:.|\\n(?!\\s*\\n))*+");

  /** From a fence to the next one like it, or to the end. */
  static final String FENCED_BLOCK = "(?ms)^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\\1[`~]*[ \\t]*$|\\z)";

  private final Pattern pattern;

  Protection(String pattern) {
    this.pattern = Pattern.compile(pattern);
  }

  Pattern pattern() {
    return pattern;
  }
}
