package ryot.lab.results;

/** Something a reader has to know before believing the numbers. */
public record Finding(Severity severity, String text) {

  /** How much it weighs. */
  public enum Severity {
    /** Good to know. */
    NOTE,
    /** The machine was not quiet: what was measured is at best a lower bound of what it can do. */
    NOISY,
    /** The measurement is not to be believed. */
    INVALID
  }

  /** Good to know. */
  public static Finding note(String text) {
    return new Finding(Severity.NOTE, text);
  }

  /** The machine was not quiet. */
  public static Finding noisy(String text) {
    return new Finding(Severity.NOISY, text);
  }

  /** Not to be believed. */
  public static Finding invalid(String text) {
    return new Finding(Severity.INVALID, text);
  }
}
