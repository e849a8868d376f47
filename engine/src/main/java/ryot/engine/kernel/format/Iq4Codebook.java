package ryot.engine.kernel.format;

/**
 * The 16 levels of IQ4_NL and IQ4_XS, closer together near zero, where most weights are ({@code
 * kvalues_iq4nl} in {@code ggml-common.h}).
 */
public final class Iq4Codebook {

  /** How many there are. */
  public static final int LEVELS = 16;

  // spotless:off
  private static final byte[] VALUES = {
    -127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113,
  };
  // spotless:on

  private Iq4Codebook() {}

  /** The level that {@code index}, 0..15, stands for. */
  public static int level(int index) {
    return VALUES[index];
  }
}
