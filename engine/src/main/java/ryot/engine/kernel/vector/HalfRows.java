package ryot.engine.kernel.vector;

import static ryot.engine.kernel.vector.Lanes.L;
import static ryot.engine.kernel.vector.Lanes.load;
import static ryot.engine.kernel.vector.Lanes.sum;
import static ryot.engine.kernel.vector.Lanes.zero;

import jdk.incubator.vector.FloatVector;

/** Rows of IEEE half-precision floats; any number of columns. */
final class HalfRows implements RowFormat {
  private static final int BYTES = Short.BYTES;

  @Override
  public void decode(long address, int columns, float[] out, int outOffset) {
    int c = 0;
    for (; c <= columns - L; c += L) {
      Lanes.halves(address + (long) c * BYTES).intoArray(out, outOffset + c);
    }
    for (; c < columns; c++) {
      out[outOffset + c] = Lanes.half(address + (long) c * BYTES);
    }
  }

  @Override
  public void multiply(
      long address, int rows, int columns, float[] x, int xOffset, float[] out, int outOffset) {
    for (int r = 0; r < rows; r++) {
      out[outOffset + r] = dot(address + (long) r * columns * BYTES, columns, x, xOffset);
    }
  }

  private static float dot(long address, int columns, float[] x, int xOffset) {
    FloatVector even = zero();
    FloatVector odd = zero();
    int c = 0;
    for (; c <= columns - 2 * L; c += 2 * L) {
      long at = address + (long) c * BYTES;
      even = Lanes.halves(at).fma(load(x, xOffset + c), even);
      odd = Lanes.halves(at + (long) L * BYTES).fma(load(x, xOffset + c + L), odd);
    }
    float rest = 0;
    for (; c < columns; c++) {
      rest += Lanes.half(address + (long) c * BYTES) * x[xOffset + c];
    }
    return sum(even.add(odd)) + rest;
  }
}
