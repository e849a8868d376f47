package ryot.engine.kernel.machine;

/**
 * Writes x86-64 machine code: one method per mnemonic, named as the Intel manual names it, operands
 * in its order, destination first. A mask is written on the destination, as in {@code
 * vaddps(zmm(1).zeroed(K1), zmm(2), zmm(3))}.
 *
 * <p>Operands that have no encoding throw {@link IllegalArgumentException}. Whether the processor
 * has an instruction is for {@link CpuFeatures} to say; any can be assembled anywhere.
 */
final class Assembler
    implements GeneralInstructions,
        MoveInstructions,
        FloatInstructions,
        ConversionInstructions,
        IntegerInstructions,
        ShuffleInstructions,
        MaskInstructions {
  private final CodeBuffer code = new CodeBuffer();
  private final GeneralEncoder general = new GeneralEncoder(code);
  private final VectorEncoder vector = new VectorEncoder(code);

  @Override
  public GeneralEncoder general() {
    return general;
  }

  @Override
  public VectorEncoder vector() {
    return vector;
  }

  /** The label's place is here. */
  void bind(Label label) {
    label.bind(code.length());
  }

  /**
   * Fills up with {@code nop} to a multiple of that many bytes from the beginning of the code.
   *
   * @param bytes a power of two; at most the page size, on which code begins
   */
  void align(int bytes) {
    while (code.length() % bytes != 0) {
      general.nop(Math.min(bytes - code.length() % bytes, GeneralEncoder.LONGEST_NOP));
    }
  }

  /** Data: bytes. */
  void db(int... values) {
    for (int value : values) {
      code.u8(value);
    }
  }

  /** Data: 16-bit words. */
  void dw(int... values) {
    for (int value : values) {
      code.u16(value);
    }
  }

  /** Data: 32-bit words. */
  void dd(int... values) {
    for (int value : values) {
      code.u32(value);
    }
  }

  /** Data: float32. */
  void dd(float... values) {
    for (float value : values) {
      code.u32(Float.floatToRawIntBits(value));
    }
  }

  /** Data: 64-bit words. */
  void dq(long... values) {
    for (long value : values) {
      code.u64(value);
    }
  }

  /**
   * The code so far, every label resolved.
   *
   * @throws IllegalStateException if a label is used and was never bound
   */
  byte[] toBytes() {
    return code.toBytes();
  }
}
