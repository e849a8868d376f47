package ryot.engine.kernel.machine;

import org.jspecify.annotations.Nullable;
import ryot.engine.kernel.machine.Opcode.Encoding;
import ryot.engine.kernel.machine.Opcode.OpcodeMap;

/**
 * Puts instructions with a VEX or EVEX prefix into bytes (Intel manual volume 2, sections 2.3 and
 * 2.7). Its methods are named by the manual's operand encodings: r for ModRM:reg, m for ModRM:r/m,
 * v for {@code vvvv}, i for an immediate byte.
 *
 * <p>The shortest prefix that serves is taken. An instruction that exists in both encodings has VEX
 * unless it needs EVEX: 512 bits, a register from 16 on, a mask, or a broadcast.
 */
final class VectorEncoder {
  private final CodeBuffer code;
  private final Addressing addressing;

  VectorEncoder(CodeBuffer code) {
    this.code = code;
    addressing = new Addressing(code);
  }

  /** {@code op dst, src}; ModRM:reg, ModRM:r/m. */
  void rm(Opcode op, Vec dst, VecOrMem src) {
    emit(op, dst.bits(), dst.index(), 0, src, dst, 0);
  }

  /**
   * {@code op dst, src} of an instruction that has the length of its source, twice that of {@code
   * dst}.
   */
  void narrow(Opcode op, Vec dst, Vec src) {
    if (dst.bits() != Math.max(128, src.bits() / 2)) {
      throw new IllegalArgumentException(dst + " is not half of " + src);
    }
    emit(op, src.bits(), dst.index(), 0, src, dst, 0);
  }

  /** {@code op dst, src, imm8}. */
  void rmi(Opcode op, Vec dst, VecOrMem src, int imm) {
    emit(op, dst.bits(), dst.index(), 0, src, dst, 1);
    code.imm8(imm);
  }

  /** {@code op dst, a, b}; ModRM:reg, VEX.vvvv, ModRM:r/m. */
  void rvm(Opcode op, Vec dst, Vec a, VecOrMem b) {
    requireSame(dst, a);
    emit(op, dst.bits(), dst.index(), a.index(), b, dst, 0);
  }

  /** {@code op dst, a, b, imm8}. */
  void rvmi(Opcode op, Vec dst, Vec a, VecOrMem b, int imm) {
    requireSame(dst, a);
    emit(op, dst.bits(), dst.index(), a.index(), b, dst, 1);
    code.imm8(imm);
  }

  /** {@code op dst, a, b, c}; the last in the upper half of the immediate byte. */
  void rvmr(Opcode op, Vec dst, Vec a, VecOrMem b, Vec c) {
    requireSame(dst, a);
    requireSame(dst, c);
    requireUnmasked(c);
    if (c.index() > 15) {
      throw new IllegalArgumentException(c + " cannot select: 0 to 15 can");
    }
    emit(op, dst.bits(), dst.index(), a.index(), b, dst, 1);
    code.imm8(c.index() << 4);
  }

  /** {@code op dst, src}; ModRM:r/m, ModRM:reg; a store, or a narrowing. */
  void mr(Opcode op, VecOrMem dst, Vec src) {
    store(op, dst, src, null, 0);
  }

  /** {@code op dst, src, imm8}. */
  void mri(Opcode op, VecOrMem dst, Vec src, int imm) {
    store(op, dst, src, null, 1);
    code.imm8(imm);
  }

  /** {@code op dst{mask}, src}. */
  void mr(Opcode op, Mem dst, Vec src, Mask mask) {
    store(op, dst, src, mask, 0);
  }

  private void store(Opcode op, VecOrMem dst, Vec src, @Nullable Mask mask, int trailing) {
    requireUnmasked(src);
    switch (dst) {
      case Vec register -> {
        Vec unmasked = Vec.of(register.index(), register.bits());
        emit(op, src.bits(), src.index(), 0, unmasked, register, trailing);
      }
      case Mem memory -> {
        if (memory.broadcasts()) {
          throw new IllegalArgumentException(memory + " cannot be written to");
        }
        Vec writes = new Vec(0, src.bits(), mask, false);
        memory(op, src.bits(), src.index(), 0, memory, writes, trailing);
      }
    }
  }

  /** {@code op dst{mask}, mask, mem} of AVX: the mask in VEX.vvvv. */
  void maskedStore(Opcode op, Mem dst, Vec mask, Vec src) {
    requireSame(src, mask);
    requireUnmasked(src);
    emit(op, src.bits(), src.index(), mask.index(), dst, src, 0);
  }

  /** {@code op dst, src, imm8}; VEX.vvvv, ModRM:r/m, the digit in ModRM:reg. */
  void vmi(Opcode op, int digit, Vec dst, VecOrMem src, int imm) {
    // only EVEX has a form that shifts what lies in memory
    Opcode form = src instanceof Mem ? op.inEvex() : op;
    emit(form, dst.bits(), digit, dst.index(), src, dst, 1);
    code.imm8(imm);
  }

  /** {@code op k, a, b}: a comparison into a mask register. */
  void krvm(Opcode op, Mask dst, Vec a, VecOrMem b) {
    requireUnmasked(a);
    emit(op, a.bits(), dst.number(), a.index(), b, Vec.of(0, a.bits()), 0);
  }

  /** {@code op k, a, b, imm8}. */
  void krvmi(Opcode op, Mask dst, Vec a, VecOrMem b, int imm) {
    requireUnmasked(a);
    emit(op, a.bits(), dst.number(), a.index(), b, Vec.of(0, a.bits()), 1);
    code.imm8(imm);
  }

  /** {@code op vec, gp} or {@code op gp, vec}: ModRM:reg is the vector, ModRM:r/m the other. */
  void gp(Opcode op, Vec reg, Gp rm) {
    registers(op, reg.bits(), reg.index(), 0, rm.number(), reg);
  }

  /** {@code op gp, vec, imm8}. */
  void gpi(Opcode op, Vec reg, Gp rm, int imm) {
    requireUnmasked(reg);
    gp(op, reg, rm);
    code.imm8(imm);
  }

  /** {@code op dst, a, gp}. */
  void rvgp(Opcode op, Vec dst, Vec a, Gp b) {
    requireSame(dst, a);
    registers(op, dst.bits(), dst.index(), a.index(), b.number(), dst);
  }

  /** {@code op dst, a, gp, imm8}. */
  void rvgpi(Opcode op, Vec dst, Vec a, Gp b, int imm) {
    rvgp(op, dst, a, b);
    code.imm8(imm);
  }

  /** {@code op vec, k}. */
  void rk(Opcode op, Vec dst, Mask rm) {
    registers(op, dst.bits(), dst.index(), 0, rm.number(), dst);
  }

  /** {@code op k, vec} or {@code op gp, vec}: the number is the destination's. */
  void rm(Opcode op, int dst, Vec rm) {
    requireUnmasked(rm);
    registers(op, rm.bits(), dst, 0, rm.index(), rm);
  }

  /** {@code op dst, a, b} on general registers; ModRM:reg, VEX.vvvv, ModRM:r/m. */
  void general(Opcode op, Gp dst, Gp a, Gp b) {
    plain(op, 128, dst.number(), a.number(), b.number());
  }

  /** {@code op dst, src} on masks. */
  void masks(Opcode op, Mask dst, Mask src) {
    plain(op, 128, dst.number(), 0, src.number());
  }

  /** {@code op dst, src, imm8} on masks. */
  void masks(Opcode op, Mask dst, Mask src, int imm) {
    masks(op, dst, src);
    code.imm8(imm);
  }

  /** {@code op dst, a, b} on masks, which VEX marks as if they were 256 bits long. */
  void masks(Opcode op, Mask dst, Mask a, Mask b) {
    plain(op, 256, dst.number(), a.number(), b.number());
  }

  /** {@code op mask, mem} or {@code op mem, mask}. */
  void masks(Opcode op, Mask reg, Mem rm) {
    memory(op, 128, reg.number(), 0, rm, Vec.xmm(0), 0);
  }

  /** {@code op mask, gp}. */
  void masks(Opcode op, Mask dst, Gp src) {
    plain(op, 128, dst.number(), 0, src.number());
  }

  /** {@code op gp, mask}. */
  void masks(Opcode op, Gp dst, Mask src) {
    plain(op, 128, dst.number(), 0, src.number());
  }

  private void plain(Opcode op, int bits, int reg, int vvvv, int rm) {
    registers(op, bits, reg, vvvv, rm, Vec.of(0, bits));
  }

  /**
   * A gather of AVX2: elements whose sign bit in {@code mask} is set; {@code mask} becomes zero.
   */
  void gather(Opcode op, Vec dst, Gathered from, Vec mask) {
    requireUnmasked(dst);
    requireSame(dst, mask);
    requireSame(dst, from.index());
    if (dst.index() == mask.index()
        || dst.index() == from.index().index()
        || mask.index() == from.index().index()) {
      throw new IllegalArgumentException("a gather needs three different registers");
    }
    gather(op, dst, from, mask.index(), false);
  }

  /** A gather of AVX-512 under the mask of its destination, which becomes zero. */
  void gather(Opcode op, Vec dst, Gathered from) {
    requireSame(dst, from.index());
    if (dst.mask() == null || dst.zeroing() || dst.index() == from.index().index()) {
      throw new IllegalArgumentException(
          "gather of " + dst + ": give it a mask that merges, and an index in another register");
    }
    gather(op, dst, from, 0, true);
  }

  private void gather(Opcode op, Vec dst, Gathered from, int vvvv, boolean evex) {
    requireLength(op, dst.bits());
    int index = from.index().index();
    if (!evex && (dst.index() | vvvv | index) > 15) {
      throw new IllegalArgumentException("AVX2 gathers with registers 0 to 15");
    }
    int base = from.base().number();
    if (evex) {
      evex(op, dst.bits(), dst.index(), index & 16, bit(index, 3), base >> 3, dst, false);
    } else {
      vex(op, dst.bits(), dst.index(), vvvv, index >> 3, base >> 3);
    }
    code.u8(op.code());
    int unit = evex ? op.tuple().bytes(dst.bits(), false) : 1;
    addressing.sib(dst.index(), base, index, from.scale(), from.disp(), unit);
  }

  private void emit(Opcode op, int bits, int reg, int vvvv, VecOrMem rm, Vec writes, int trailing) {
    switch (rm) {
      case Vec register -> {
        requireUnmasked(register);
        if (register.bits() != op.tuple().registerBits(bits)) {
          throw new IllegalArgumentException(
              "%s where %d bits are due".formatted(register, op.tuple().registerBits(bits)));
        }
        registers(op, bits, reg, vvvv, register.index(), writes);
      }
      case Mem memory -> memory(op, bits, reg, vvvv, memory, writes, trailing);
    }
  }

  private void registers(Opcode op, int bits, int reg, int vvvv, int rm, Vec writes) {
    requireLength(op, bits);
    if (isEvex(op, bits, reg | vvvv | rm, writes, false)) {
      evex(op, bits, reg, vvvv, bit(rm, 4), bit(rm, 3), writes, false);
    } else {
      vex(op, bits, reg, vvvv, 0, rm >> 3);
    }
    code.u8(op.code());
    addressing.modRm(reg, rm);
  }

  private void memory(Opcode op, int bits, int reg, int vvvv, Mem rm, Vec writes, int trailing) {
    requireLength(op, bits);
    boolean broadcast = rm.broadcasts();
    if (broadcast && !op.tuple().canBroadcast()) {
      throw new IllegalArgumentException(rm + ": this instruction does not broadcast");
    }
    int index = Addressing.number(rm.index()) >> 3;
    int base = Addressing.number(rm.base()) >> 3;
    boolean evex = isEvex(op, bits, reg | vvvv, writes, broadcast);
    if (evex) {
      evex(op, bits, reg, vvvv, index, base, writes, broadcast);
    } else {
      vex(op, bits, reg, vvvv, index, base);
    }
    code.u8(op.code());
    addressing.modRm(reg, rm, evex ? op.tuple().bytes(bits, broadcast) : 1, trailing);
  }

  private static boolean isEvex(Opcode op, int bits, int registers, Vec writes, boolean broadcast) {
    boolean needed = bits == 512 || registers > 15 || writes.mask() != null || broadcast;
    if (needed && op.encoding() == Encoding.VEX) {
      throw new IllegalArgumentException(
          "this instruction has no AVX-512 form: no 512 bits, registers 16 to 31, mask, broadcast");
    }
    if (writes.mask() != null && !op.maskable()) {
      throw new IllegalArgumentException(writes + ": this instruction takes no mask");
    }
    return needed || op.encoding() == Encoding.EVEX;
  }

  private static void requireLength(Opcode op, int bits) {
    if (bits < op.minBits() || bits > op.maxBits()) {
      throw new IllegalArgumentException(
          "a vector of %d bits where it can have %d to %d"
              .formatted(bits, op.minBits(), op.maxBits()));
    }
  }

  private static void requireSame(Vec dst, Vec a) {
    if (a.bits() != dst.bits()) {
      throw new IllegalArgumentException(dst + " and " + a + " differ in width");
    }
    requireUnmasked(a);
  }

  private static void requireUnmasked(Vec source) {
    if (source.mask() != null) {
      throw new IllegalArgumentException(source + ": only a destination has a mask");
    }
  }

  /**
   * Two or three bytes; bits of register numbers are stored inverted.
   *
   * @param x bit 3 of the index's number
   * @param b bit 3 of the base's or the second register's number
   */
  private void vex(Opcode op, int bits, int reg, int vvvv, int x, int b) {
    int r = bit(reg, 3);
    int last = ((vvvv ^ 15) << 3) | (bits == 256 ? 4 : 0) | op.prefix().code();
    if (x == 0 && b == 0 && op.w().vex() == 0 && op.map() == OpcodeMap.M0F) {
      code.u8(0xC5);
      code.u8(((r ^ 1) << 7) | last);
    } else {
      code.u8(0xC4);
      code.u8(((((r << 2) | (x << 1) | b) ^ 7) << 5) | op.map().code());
      code.u8((op.w().vex() << 7) | last);
    }
  }

  /**
   * Four bytes; bits of register numbers are stored inverted.
   *
   * @param x bit 3 of the index's number, or bit 4 of the second register's
   * @param b bit 3 of the base's or the second register's number
   * @param writes the destination's mask
   */
  private void evex(
      Opcode op, int bits, int reg, int vvvv, int x, int b, Vec writes, boolean broadcast) {
    int registers = (bit(reg, 3) << 3) | (x << 2) | (b << 1) | bit(reg, 4);
    int length = bits == 512 ? 2 : bits == 256 ? 1 : 0;
    int mask = writes.mask() == null ? 0 : writes.mask().number();
    code.u8(0x62);
    code.u8(((registers ^ 15) << 4) | op.map().code());
    code.u8((op.w().evex() << 7) | (((vvvv & 15) ^ 15) << 3) | 4 | op.prefix().code());
    code.u8(
        (writes.zeroing() ? 0x80 : 0)
            | (length << 5)
            | (broadcast ? 0x10 : 0)
            | ((bit(vvvv, 4) ^ 1) << 3)
            | mask);
  }

  private static int bit(int number, int place) {
    return (number >> place) & 1;
  }
}
