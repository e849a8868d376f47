package ryot.engine.kernel.machine;

import org.jspecify.annotations.Nullable;

/**
 * A vector register at one of its widths; as a destination also with the mask it is written under.
 *
 * @param index 0 to 31; 16 and more exist only in AVX-512 instructions
 * @param bits 128, 256 or 512
 * @param mask the elements to write; {@code null}: all
 * @param zeroing whether elements outside the mask become zero ({@code {z}}) or stay
 */
record Vec(int index, int bits, @Nullable Mask mask, boolean zeroing) implements VecOrMem {
  Vec {
    if (index < 0 || index > 31) {
      throw new IllegalArgumentException("vector register " + index + ": there are 0 to 31");
    }
    if (bits != 128 && bits != 256 && bits != 512) {
      throw new IllegalArgumentException("a vector of " + bits + " bits: 128, 256 or 512");
    }
    if (mask == Mask.K0) {
      throw new IllegalArgumentException("k0 cannot mask a write: its number means no mask");
    }
    if (zeroing && mask == null) {
      throw new IllegalArgumentException("zeroing without a mask");
    }
  }

  Vec(int index, int bits) {
    this(index, bits, null, false);
  }

  static Vec of(int index, int bits) {
    return new Vec(index, bits);
  }

  static Vec xmm(int index) {
    return new Vec(index, 128);
  }

  static Vec ymm(int index) {
    return new Vec(index, 256);
  }

  static Vec zmm(int index) {
    return new Vec(index, 512);
  }

  /** The low 128 bits of this register. */
  Vec xmm() {
    return new Vec(index, 128);
  }

  /** The low 256 bits of this register. */
  Vec ymm() {
    return new Vec(index, 256);
  }

  /** All 512 bits of this register. */
  Vec zmm() {
    return new Vec(index, 512);
  }

  /** As a destination {@code {k}}: other elements stay what they are. */
  Vec masked(Mask k) {
    return under(k, false);
  }

  /** As a destination {@code {k}{z}}: other elements become zero. */
  Vec zeroed(Mask k) {
    return under(k, true);
  }

  private Vec under(Mask k, boolean zeroes) {
    if (mask != null) {
      throw new IllegalArgumentException(this + " has a mask already");
    }
    return new Vec(index, bits, k, zeroes);
  }

  /** Its size in memory, in bytes. */
  int bytes() {
    return bits / Byte.SIZE;
  }

  /** Assembly text, such as {@code zmm1{k1}{z}}. */
  @Override
  public String toString() {
    String width = bits == 128 ? "xmm" : bits == 256 ? "ymm" : "zmm";
    return width + index + (mask == null ? "" : "{" + mask + "}") + (zeroing ? "{z}" : "");
  }
}
