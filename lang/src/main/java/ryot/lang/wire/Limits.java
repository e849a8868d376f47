package ryot.lang.wire;

/** Bounds on what a frame may announce. */
final class Limits {

  /** Raw bytes of a block, at most. */
  static final int BLOCK_BYTES = 65_535;

  /** Raw bytes for each byte of payload, at most: zstd's runs of one byte come nearest to it. */
  static final int RATIO_MAX = 40_000;

  /** Raw bytes beyond that. */
  static final int RATIO_SLACK = 65_536;

  private Limits() {}
}
