package ryot.engine.kernel.machine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Bytes of code as they grow, and the places in them that wait for a label's position. */
final class CodeBuffer {
  private byte[] bytes = new byte[4096];
  private int length;
  private final List<Reference> references = new ArrayList<>();

  /** A 32-bit distance at {@code at}, from {@code origin} to the label. */
  private record Reference(int at, int origin, Label label) {}

  int length() {
    return length;
  }

  void u8(int value) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * length);
    }
    bytes[length++] = (byte) value;
  }

  /** One byte, signed or unsigned, that an instruction ends with. */
  void imm8(int value) {
    if (value < Byte.MIN_VALUE || value > 0xFF) {
      throw new IllegalArgumentException("an immediate of one byte cannot be " + value);
    }
    u8(value);
  }

  void u16(int value) {
    u8(value);
    u8(value >> 8);
  }

  void u32(int value) {
    u16(value);
    u16(value >> 16);
  }

  void u64(long value) {
    u32((int) value);
    u32((int) (value >> 32));
  }

  /**
   * A 32-bit distance, from the end of the instruction to a label and some bytes beyond it.
   *
   * @param trailing bytes of the same instruction that follow the distance
   */
  void distance(Label label, int beyond, int trailing) {
    references.add(new Reference(length, length + 4 + trailing - beyond, label));
    u32(0);
  }

  /**
   * The code, with every distance filled in.
   *
   * @throws IllegalStateException if a label that is used was never bound
   */
  byte[] toBytes() {
    byte[] code = Arrays.copyOf(bytes, length);
    for (Reference reference : references) {
      int distance = reference.label().position() - reference.origin();
      for (int i = 0; i < 4; i++) {
        code[reference.at() + i] = (byte) (distance >> (8 * i));
      }
    }
    return code;
  }
}
