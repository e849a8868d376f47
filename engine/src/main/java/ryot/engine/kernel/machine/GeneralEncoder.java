package ryot.engine.kernel.machine;

/**
 * Puts instructions on general registers into bytes: legacy prefixes, REX, opcode, operands (Intel
 * manual volume 2, sections 2.1 and 2.2). Its methods are named by the manual's operand encodings:
 * r for ModRM:reg, m for ModRM:r/m, o for a register in the opcode, i for an immediate. An opcode
 * has one byte or, as {@code 0x0FAF}, two.
 */
final class GeneralEncoder {
  /** Bytes of the longest instruction that does nothing. */
  static final int LONGEST_NOP = 9;

  private static final int NO_PREFIX = 0;

  private final CodeBuffer code;
  private final Addressing addressing;

  GeneralEncoder(CodeBuffer code) {
    this.code = code;
    addressing = new Addressing(code);
  }

  /** The operand size of an instruction. */
  enum Size {
    /** One byte. */
    B,
    /** Two bytes. */
    W,
    /** Four bytes; the upper half of a general register that is written becomes zero. */
    L,
    /** Eight bytes. */
    Q
  }

  /** An instruction that is its opcode alone. */
  void plain(int... bytes) {
    for (int value : bytes) {
      code.u8(value);
    }
  }

  /** A jump or call to a label, 32 bits far. */
  void jump(int opcode, Label target) {
    opcode(opcode);
    code.distance(target, 0, 0);
  }

  /** {@code opcode+rd}. */
  void o(Size size, int opcode, Gp register) {
    rex(size, 0, 0, register.number(), false);
    code.u8(opcode + (register.number() & 7));
  }

  /** {@code opcode+rd id}. */
  void oi(int opcode, Gp register, int value) {
    o(Size.L, opcode, register);
    code.u32(value);
  }

  /** {@code REX.W opcode+rd io}. */
  void oi(int opcode, Gp register, long value) {
    o(Size.Q, opcode, register);
    code.u64(value);
  }

  /** {@code opcode /r}, or {@code opcode /digit} with the digit for {@code reg}. */
  void rm(Size size, int opcode, int reg, Gp rm) {
    prefixed(NO_PREFIX, size, opcode, reg, rm);
  }

  /** The same with memory. */
  void rm(Size size, int opcode, int reg, Mem rm) {
    rm(size, opcode, reg, rm, 0);
  }

  private void rm(Size size, int opcode, int reg, Mem rm, int trailing) {
    if (rm.broadcasts()) {
      throw new IllegalArgumentException(rm + ": only vector instructions broadcast");
    }
    int index = Addressing.number(rm.index());
    int base = Addressing.number(rm.base());
    start(NO_PREFIX, size);
    rex(size, reg, index, base, size == Size.B && reg >= 4);
    opcode(opcode);
    addressing.modRm(reg, rm, 1, trailing);
  }

  /** {@code prefix opcode /r}. */
  void prefixed(int prefix, Size size, int opcode, int reg, Gp rm) {
    start(prefix, size);
    rex(size, reg, 0, rm.number(), size == Size.B && (reg | rm.number()) >= 4);
    opcode(opcode);
    addressing.modRm(reg, rm.number());
  }

  /** {@code opcode /r id} or {@code opcode /digit id}. */
  void rmi(Size size, int opcode, int reg, Gp rm, int value) {
    rm(size, opcode, reg, rm);
    code.u32(value);
  }

  /** The same with memory. */
  void rmi(Size size, int opcode, int reg, Mem rm, int value) {
    rm(size, opcode, reg, rm, 4);
    code.u32(value);
  }

  /** {@code opcode /digit ib}. */
  void rmi8(Size size, int opcode, int digit, Gp rm, int value) {
    rm(size, opcode, digit, rm);
    code.imm8(value);
  }

  /** {@code 83 /digit ib} or {@code 81 /digit id}, the shorter that serves. */
  void arithmetic(Size size, int digit, Gp rm, int value) {
    if (value == (byte) value) {
      rmi8(size, 0x83, digit, rm, value);
    } else {
      rmi(size, 0x81, digit, rm, value);
    }
  }

  /** The same with memory. */
  void arithmetic(Size size, int digit, Mem rm, int value) {
    if (value == (byte) value) {
      rm(size, 0x83, digit, rm, 1);
      code.imm8(value);
    } else {
      rmi(size, 0x81, digit, rm, value);
    }
  }

  /** One instruction that does nothing, of that many bytes, 1 to {@link #LONGEST_NOP}. */
  void nop(int bytes) {
    switch (bytes) {
      case 1 -> plain(0x90);
      case 2 -> plain(0x66, 0x90);
      case 3 -> plain(0x0F, 0x1F, 0x00);
      case 4 -> plain(0x0F, 0x1F, 0x40, 0);
      case 5 -> plain(0x0F, 0x1F, 0x44, 0, 0);
      case 6 -> plain(0x66, 0x0F, 0x1F, 0x44, 0, 0);
      case 7 -> plain(0x0F, 0x1F, 0x80, 0, 0, 0, 0);
      case 8 -> plain(0x0F, 0x1F, 0x84, 0, 0, 0, 0, 0);
      case 9 -> plain(0x66, 0x0F, 0x1F, 0x84, 0, 0, 0, 0, 0);
      default -> throw new IllegalArgumentException("a nop of " + bytes + " bytes: 1 to 9");
    }
  }

  private void start(int prefix, Size size) {
    if (size == Size.W) {
      code.u8(0x66);
    }
    if (prefix != NO_PREFIX) {
      code.u8(prefix);
    }
  }

  /** {@code forced} for the low bytes of RSP to RDI, which without REX are AH to BH. */
  private void rex(Size size, int reg, int index, int base, boolean forced) {
    int bits = (size == Size.Q ? 8 : 0) | (reg >> 3 << 2) | (index >> 3 << 1) | (base >> 3);
    if (bits != 0 || forced) {
      code.u8(0x40 | bits);
    }
  }

  private void opcode(int opcode) {
    if (opcode > 0xFF) {
      code.u8(opcode >> 8);
    }
    code.u8(opcode);
  }
}
