package ryot.engine.kernel.format;

import java.lang.foreign.MemorySegment;
import ryot.engine.tensor.QuantType;

/** IEEE 754 binary32; a block is one value of 4 bytes. */
final class F32Format implements BlockFormat {

  @Override
  public QuantType type() {
    return QuantType.F32;
  }

  @Override
  public void decodeBlock(MemorySegment data, long offset, float[] out, int outOffset) {
    out[outOffset] = LittleEndian.float32(data, offset);
  }
}
