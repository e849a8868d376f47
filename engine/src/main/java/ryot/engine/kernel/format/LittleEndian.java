package ryot.engine.kernel.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Reads the numbers that blocks are made of, little-endian and at any byte. */
final class LittleEndian {

  private static final ValueLayout.OfShort INT16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private LittleEndian() {}

  static int int8(MemorySegment data, long offset) {
    return data.get(ValueLayout.JAVA_BYTE, offset);
  }

  static int uint8(MemorySegment data, long offset) {
    return data.get(ValueLayout.JAVA_BYTE, offset) & 0xFF;
  }

  static int uint16(MemorySegment data, long offset) {
    return data.get(INT16, offset) & 0xFFFF;
  }

  static int int32(MemorySegment data, long offset) {
    return data.get(INT32, offset);
  }

  static float float16(MemorySegment data, long offset) {
    return Float.float16ToFloat(data.get(INT16, offset));
  }

  static float bfloat16(MemorySegment data, long offset) {
    return Float.intBitsToFloat(data.get(INT16, offset) << 16);
  }

  static float float32(MemorySegment data, long offset) {
    return Float.intBitsToFloat(data.get(INT32, offset));
  }
}
