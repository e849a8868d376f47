package ryot.engine.kernel.format;

import java.lang.foreign.MemorySegment;
import ryot.engine.tensor.QuantType;

/** The upper half of an IEEE 754 binary32; a block is one value of 2 bytes. */
final class BF16Format implements BlockFormat {

  @Override
  public QuantType type() {
    return QuantType.BF16;
  }

  @Override
  public void decodeBlock(MemorySegment data, long offset, float[] out, int outOffset) {
    out[outOffset] = LittleEndian.bfloat16(data, offset);
  }
}
