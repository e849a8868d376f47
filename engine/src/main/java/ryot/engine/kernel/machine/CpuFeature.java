package ryot.engine.kernel.machine;

/** A set of instructions that a kernel may need beyond those of every x86-64 processor. */
enum CpuFeature {
  AVX2(Leaf.EXTENDED, Register.EBX, 5, State.AVX),
  FMA(Leaf.BASIC, Register.ECX, 12, State.AVX),
  F16C(Leaf.BASIC, Register.ECX, 29, State.AVX),
  BMI1(Leaf.EXTENDED, Register.EBX, 3, State.GENERAL),
  BMI2(Leaf.EXTENDED, Register.EBX, 8, State.GENERAL),
  AVX_VNNI(Leaf.EXTENDED_1, Register.EAX, 4, State.AVX),
  GFNI(Leaf.EXTENDED, Register.ECX, 8, State.AVX),
  AVX512F(Leaf.EXTENDED, Register.EBX, 16, State.AVX512),
  AVX512DQ(Leaf.EXTENDED, Register.EBX, 17, State.AVX512),
  AVX512BW(Leaf.EXTENDED, Register.EBX, 30, State.AVX512),
  AVX512VL(Leaf.EXTENDED, Register.EBX, 31, State.AVX512),
  AVX512_VBMI(Leaf.EXTENDED, Register.ECX, 1, State.AVX512),
  AVX512_VNNI(Leaf.EXTENDED, Register.ECX, 11, State.AVX512),
  AVX512_BF16(Leaf.EXTENDED_1, Register.EAX, 5, State.AVX512);

  /** A question to CPUID. */
  enum Leaf {
    BASIC(1, 0),
    EXTENDED(7, 0),
    EXTENDED_1(7, 1);

    private final int number;
    private final int part;

    Leaf(int number, int part) {
      this.number = number;
      this.part = part;
    }

    int number() {
      return number;
    }

    int part() {
      return part;
    }
  }

  /** Where in CPUID's answer. */
  enum Register {
    EAX(0),
    EBX(1),
    ECX(2);

    private final int place;

    Register(int place) {
      this.place = place;
    }

    int place() {
      return place;
    }
  }

  /** The registers that the operating system has to save; bits of XCR0. */
  enum State {
    GENERAL(0),
    AVX(0x06),
    AVX512(0xE6);

    private final long bits;

    State(long bits) {
      this.bits = bits;
    }

    boolean isSavedBy(long xcr0) {
      return (xcr0 & bits) == bits;
    }
  }

  private final Leaf leaf;
  private final Register register;
  private final int bit;
  private final State state;

  CpuFeature(Leaf leaf, Register register, int bit, State state) {
    this.leaf = leaf;
    this.register = register;
    this.bit = bit;
    this.state = state;
  }

  Leaf leaf() {
    return leaf;
  }

  /** Whether CPUID's answer, EAX to EDX, announces it and the system saves its registers. */
  boolean isIn(int[] answer, long xcr0) {
    return ((answer[register.place()] >>> bit) & 1) == 1 && state.isSavedBy(xcr0);
  }
}
