package ryot.engine.kernel.machine;

import java.util.Locale;

/**
 * A mask register of AVX-512: one bit per element. {@link #K0} can be computed with, but as the
 * mask of a vector instruction its number means "no mask".
 */
enum Mask {
  K0(0),
  K1(1),
  K2(2),
  K3(3),
  K4(4),
  K5(5),
  K6(6),
  K7(7);

  private final int number;

  Mask(int number) {
    this.number = number;
  }

  /** Its number in an encoding, 0 to 7. */
  int number() {
    return number;
  }

  /** The name in assembly text, such as {@code k1}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
