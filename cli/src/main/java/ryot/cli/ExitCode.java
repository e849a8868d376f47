package ryot.cli;

/** What the process tells its caller. Documented in {@code docs/cli.md} and in {@code --help}. */
final class ExitCode {

  /** Done. */
  static final int OK = 0;

  /** Bad input, or a failure on the way. */
  static final int FAILED = 1;

  /** The command line itself is wrong: an unknown option, a missing argument, a value off range. */
  static final int USAGE = 2;

  /** Everything was measured, and at least one target was not met. */
  static final int TARGET_MISSED = 3;

  /** Set-up failed. Only the launcher script ends so: no JDK, no Maven, or a failing build. */
  static final int SETUP = 4;

  /** A signal ended the process: 128 and the signal's number, 130 for Ctrl-C. */
  static final int SIGNAL_BASE = 128;

  private ExitCode() {}
}
