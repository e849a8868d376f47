package ryot.lab.results;

/** What can be said about a target. */
public enum Verdict {
  /** The bound meets the target. */
  PASS,
  /** The bound on the other side misses the target. */
  FAIL,
  /** The samples do not say. */
  UNDECIDED,
  /** The measurement is not to be believed, or there is none. */
  INVALID
}
