package ryot.engine.kernel.machine;

import ryot.engine.tensor.QuantType;

/**
 * Floating-point numbers, multiplied as float32. A sum goes through all columns one by one, so a
 * group has several vectors of rows, whose sums do not wait for each other: 32 rows at every level.
 * A record holds four bytes of each row:
 *
 * <pre>
 * columns  [1][32]  float32
 *          [2][32]  float16 or bfloat16
 * </pre>
 */
enum FloatLayout implements WeightLayout {
  /** See {@link ryot.engine.kernel.format.F32Format}. */
  F32(Float.BYTES),
  /** See {@link ryot.engine.kernel.format.F16Format}. */
  F16(Short.BYTES),
  /** See {@link ryot.engine.kernel.format.BF16Format}. */
  BF16(Short.BYTES);

  /** Rows of a group. */
  static final int ROWS = 32;

  private final int weightBytes;

  FloatLayout(int weightBytes) {
    this.weightBytes = weightBytes;
  }

  @Override
  public QuantType type() {
    return QuantType.valueOf(name());
  }

  @Override
  public int columns() {
    return Integer.BYTES / weightBytes;
  }

  @Override
  public int groupRows(Level level) {
    return ROWS;
  }

  @Override
  public int recordBytes(Level level) {
    return ROWS * Integer.BYTES;
  }

  @Override
  public int rowBytes() {
    return Integer.BYTES;
  }

  @Override
  public int vectorBytes(Level level) {
    return level.lanes() * weightBytes;
  }

  /** Where in a record vector {@code vector} of column {@code column} is. */
  int offset(Level level, int column, int vector) {
    return column * columnBytes() + vector * vectorBytes(level);
  }

  private int columnBytes() {
    return ROWS * weightBytes;
  }

  @Override
  public void pack(Interleave rows) {
    if (this == F32) {
      rows.spread(0, 1, 0);
    } else {
      rows.lowHalf(0, 0);
      rows.highHalf(0, columnBytes());
    }
  }

  @Override
  public int tileTokens(Level level) {
    return FloatProduct.tileTokens(level);
  }

  @Override
  public byte[] assemble(Level level, int tokens) {
    return new FloatProduct(this, level, tokens).assemble();
  }
}
