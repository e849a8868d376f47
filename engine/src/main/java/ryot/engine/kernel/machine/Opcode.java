package ryot.engine.kernel.machine;

/**
 * What the manual says in a line such as {@code VEX.256.66.0F38.WIG 04 /r}: everything about a
 * vector instruction but its operands. Read {@code either(P66, M0F38, WIG, 0x04, VECTOR)} as that
 * line for VEX and EVEX, with the full vector as memory operand.
 *
 * @param encoding which of the two prefixes it has
 * @param prefix the implied legacy prefix, {@code pp}
 * @param map the opcode map, {@code mmmmm}
 * @param w the bit W
 * @param code the opcode byte
 * @param tuple what an operand in memory holds
 * @param minBits the shortest vector it exists for
 * @param maxBits the longest vector it exists for
 * @param maskable whether EVEX can write it under a mask
 */
record Opcode(
    Encoding encoding,
    Prefix prefix,
    OpcodeMap map,
    W w,
    int code,
    Tuple tuple,
    int minBits,
    int maxBits,
    boolean maskable) {

  /** The prefixes an instruction exists with. */
  enum Encoding {
    VEX,
    EVEX,
    EITHER
  }

  /** The legacy prefix that a vector prefix implies. */
  enum Prefix {
    NP(0),
    P66(1),
    PF3(2),
    PF2(3);

    private final int code;

    Prefix(int code) {
      this.code = code;
    }

    /** The bits {@code pp}. */
    int code() {
      return code;
    }
  }

  /** The opcode map. */
  enum OpcodeMap {
    M0F(1),
    M0F38(2),
    M0F3A(3);

    private final int code;

    OpcodeMap(int code) {
      this.code = code;
    }

    /** The bits {@code mmmmm}. */
    int code() {
      return code;
    }
  }

  /** The bit W in a VEX and in an EVEX prefix; what is ignored is written as zero. */
  enum W {
    W0(0, 0),
    W1(1, 1),
    WIG(0, 0),
    /** Ignored in VEX, 0 in EVEX. */
    WIG_W0(0, 0),
    /** Ignored in VEX, 1 in EVEX. */
    WIG_W1(0, 1),
    /** 0 in VEX, 1 in EVEX. */
    W0_W1(0, 1);

    private final int vex;
    private final int evex;

    W(int vex, int evex) {
      this.vex = vex;
      this.evex = evex;
    }

    int vex() {
      return vex;
    }

    int evex() {
      return evex;
    }
  }

  /**
   * What the operand in memory holds, hence the unit of an 8-bit displacement in EVEX (the manual's
   * "tuple type") and the width of the register that may stand in its place.
   */
  enum Tuple {
    /** A full vector, or one 4-byte element to repeat. */
    FULL_4(1, 0, 4),
    /** A full vector, or one 8-byte element to repeat. */
    FULL_8(1, 0, 8),
    /** Half a vector, or one 4-byte element to repeat. */
    HALF_4(2, 0, 4),
    VECTOR(1, 0, 0),
    HALF_VECTOR(2, 0, 0),
    QUARTER_VECTOR(4, 0, 0),
    EIGHTH_VECTOR(8, 0, 0),
    BYTE(0, 1, 0),
    WORD(0, 2, 0),
    DWORD(0, 4, 0),
    QWORD(0, 8, 0),
    XMMWORD(0, 16, 0),
    YMMWORD(0, 32, 0),
    /** The low half alone at 128 bits, else a full vector; {@code vmovddup}. */
    DUPLICATED(0, 0, 0);

    private final int fraction;
    private final int fixedBytes;
    private final int elementBytes;

    Tuple(int fraction, int fixedBytes, int elementBytes) {
      this.fraction = fraction;
      this.fixedBytes = fixedBytes;
      this.elementBytes = elementBytes;
    }

    boolean canBroadcast() {
      return elementBytes > 0;
    }

    /** Bytes read or written by an instruction on vectors of that length. */
    int bytes(int vectorBits, boolean broadcast) {
      if (broadcast) {
        return elementBytes;
      }
      if (this == DUPLICATED) {
        return vectorBits == 128 ? 8 : vectorBits / 8;
      }
      return fraction == 0 ? fixedBytes : vectorBits / 8 / fraction;
    }

    /** Width of the register in its place: never less than 128 bits. */
    int registerBits(int vectorBits) {
      return this == DUPLICATED ? vectorBits : Math.max(128, 8 * bytes(vectorBits, false));
    }
  }

  /** An instruction with both encodings. */
  static Opcode either(Prefix prefix, OpcodeMap map, W w, int code, Tuple tuple) {
    return new Opcode(Encoding.EITHER, prefix, map, w, code, tuple, 128, 512, true);
  }

  /** An instruction of AVX, AVX2, FMA, F16C or AVX-VNNI that AVX-512 does not have. */
  static Opcode vex(Prefix prefix, OpcodeMap map, W w, int code, Tuple tuple) {
    return new Opcode(Encoding.VEX, prefix, map, w, code, tuple, 128, 256, false);
  }

  /** An instruction that only AVX-512 has. */
  static Opcode evex(Prefix prefix, OpcodeMap map, W w, int code, Tuple tuple) {
    return new Opcode(Encoding.EVEX, prefix, map, w, code, tuple, 128, 512, true);
  }

  /** It exists for vectors of at least that length. */
  Opcode from(int bits) {
    return new Opcode(encoding, prefix, map, w, code, tuple, bits, maxBits, maskable);
  }

  /** It exists for vectors of that length alone. */
  Opcode only(int bits) {
    return new Opcode(encoding, prefix, map, w, code, tuple, bits, bits, maskable);
  }

  /** Its EVEX form alone. */
  Opcode inEvex() {
    return new Opcode(Encoding.EVEX, prefix, map, w, code, tuple, minBits, maxBits, maskable);
  }

  /** It always writes all elements. */
  Opcode unmasked() {
    return new Opcode(encoding, prefix, map, w, code, tuple, minBits, maxBits, false);
  }
}
