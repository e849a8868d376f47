package ryot.lang;

import java.util.Locale;

/** The ways in which bytes are coded. A code once given is never given again. */
public enum Tier {
  /** The bytes themselves. */
  STORED(0),
  /** Zstandard, with or without a dictionary or the session so far. */
  STREAM(1),
  /** Our own tokens and static tables, for isolated messages. */
  TOKEN(2),
  /** The next-token probabilities of a language model. */
  NEURAL(3);

  private final int code;

  Tier(int code) {
    this.code = code;
  }

  /** How frames name it: 0 to 15. */
  public int code() {
    return code;
  }

  /** As commands and reports print it. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }
}
