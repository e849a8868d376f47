package ryot.lang.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers of fixed size, the lowest byte first. */
final class LittleEndian {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private LittleEndian() {}

  static int intAt(byte[] in, int at) {
    return (int) INT.get(in, at);
  }

  static void putInt(byte[] out, int at, int value) {
    INT.set(out, at, value);
  }

  static long longAt(byte[] in, int at) {
    return (long) LONG.get(in, at);
  }

  static void putLong(byte[] out, int at, long value) {
    LONG.set(out, at, value);
  }
}
