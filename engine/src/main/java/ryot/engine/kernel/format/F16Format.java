package ryot.engine.kernel.format;

import java.lang.foreign.MemorySegment;
import ryot.engine.tensor.QuantType;

/** IEEE 754 binary16; a block is one value of 2 bytes. */
final class F16Format implements BlockFormat {

  @Override
  public QuantType type() {
    return QuantType.F16;
  }

  @Override
  public void decodeBlock(MemorySegment data, long offset, float[] out, int outOffset) {
    out[outOffset] = LittleEndian.float16(data, offset);
  }
}
