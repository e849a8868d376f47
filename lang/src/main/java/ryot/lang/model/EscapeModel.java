package ryot.lang.model;

/**
 * How a token is coded that its context's list does not have: as one that was escaped a few escapes
 * ago, or by the bucket it lies in and its place there. Immutable.
 *
 * <p>Buckets are runs of 2^k tokens of one kind and about the same frequency, in an order of their
 * own. What is likely depends on the class of the token before.
 *
 * <pre>
 * symbol   0 … 63               64 + b
 *          escapes since then   bucket b, and k bits follow
 * </pre>
 */
final class EscapeModel {

  /** How many escapes are remembered. */
  static final int RECENT = 64;

  /** The widest bucket holds 2^12 tokens. */
  static final int BUCKET_BITS_MAX = 12;

  /** log2 of the entries of the coarse index of a distribution. */
  static final int INDEX_BITS = 10;

  /** Per token, the opening tokens among them: its class. */
  final byte[] classes;

  /** Tokens by place: buckets are runs of it. */
  final char[] order;

  /** Per bucket: the place of its first token. */
  final char[] firsts;

  /** Per bucket: log2 of its size; the last of a kind may not be full. */
  final byte[] bits;

  /** Per class. */
  final WideDistributions distributions;

  EscapeModel(
      byte[] classes, char[] order, char[] firsts, byte[] bits, WideDistributions distributions) {
    this.classes = classes;
    this.order = order;
    this.firsts = firsts;
    this.bits = bits;
    this.distributions = distributions;
  }

  /** Number of buckets. */
  int buckets() {
    return firsts.length;
  }
}
