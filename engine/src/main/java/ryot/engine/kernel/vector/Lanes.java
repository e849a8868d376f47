package ryot.engine.kernel.vector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import ryot.engine.tensor.Tensor;

/**
 * The width of this machine's vectors, and loads that widen to it. {@code L} floats make a vector:
 * 16 with AVX-512, 8 with AVX2, 4 with NEON.
 */
final class Lanes {

  /** Forces the width in bits, 128, 256 or 512; the machine's own if absent. */
  static final String PROPERTY = "ryot.vector.bits";

  static final VectorSpecies<Float> F = species();
  static final int L = F.length();

  private static final VectorSpecies<Integer> I = F.withLanes(int.class);

  /** {@code L} bytes; 8, of which half are used, where there are no vectors of 4. */
  private static final VectorSpecies<Byte> B =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, L * Byte.SIZE)));

  private static final VectorSpecies<Short> S =
      VectorSpecies.of(short.class, VectorShape.forBitSize(L * Short.SIZE));

  /** Two words for each of {@code L} rows. */
  private static final VectorSpecies<Short> WORDS = F.withLanes(short.class);

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final int CACHE_LINE = 64;

  /** Written so that loads which only touch memory are not optimised away. */
  @SuppressWarnings("UnusedVariable")
  private static int sink;

  /** Addresses of user space are shorter than this on every 64-bit platform. */
  private static final long ADDRESS_BITS = (1L << 56) - 1;

  /**
   * 2^112: takes a float whose exponent field holds that of a half to its value, subnormals too.
   */
  private static final float HALF_EXPONENT = 0x1p112f;

  /** 1.5 * 2^23: a float that is this plus a small integer has that in its low bits. */
  private static final float INTEGERS_IN_LOW_BITS = 0x1.8p23f;

  /** A float's sign and where {@code 13} to the left a half's exponent and fraction are. */
  private static final int SIGN_AND_HALF = 0x8fff_e000;

  /** The smallest half exponent field that means infinity or not-a-number, in a float's place. */
  private static final int HALF_SPECIAL = 0x0f80_0000;

  private static final int FLOAT_SPECIAL = 0x7f80_0000;

  /**
   * All of memory as one segment: loads by absolute address carry no bounds check that C2 would
   * have to hoist. The tensors were validated against their file when it was opened, and whoever
   * opened it keeps it open.
   */
  @SuppressWarnings("restricted")
  private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  /** Where each of four bytes lies in a word. */
  private static final IntVector BYTE_SHIFTS =
      IntVector.fromArray(I, new int[] {0, 8, 16, 24, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 0);

  private static final VectorShuffle<Float> ROTATE_8 = rotation(8);
  private static final VectorShuffle<Float> ROTATE_4 = rotation(4);
  private static final VectorShuffle<Float> ROTATE_2 = rotation(2);

  private Lanes() {}

  private static VectorShuffle<Float> rotation(int lanes) {
    return VectorShuffle.fromOp(F, lane -> (lane + lanes) % L);
  }

  private static VectorSpecies<Float> species() {
    int bits =
        Integer.getInteger(PROPERTY, Math.min(512, FloatVector.SPECIES_PREFERRED.vectorBitSize()));
    return VectorSpecies.of(float.class, VectorShape.forBitSize(bits));
  }

  /**
   * An address as the compiler should know it: not negative and far from the largest number, so
   * that it needs no bounds check for what is read from there on.
   */
  static long known(long address) {
    return address & ADDRESS_BITS;
  }

  /** Where native memory begins, {@link #known}. */
  static long address(MemorySegment memory) {
    return known(memory.address());
  }

  /** Where row {@code row} of {@code weights} begins. */
  static long address(Tensor weights, int row) {
    assert weights.data().isNative() : weights.name() + " is not in native memory";
    assert row < weights.rows() : "row " + row + " of " + weights.rows();
    return weights.data().address() + row * weights.rowBytes();
  }

  /** The float at {@code address}. */
  static float single(long address) {
    return MEMORY.get(FLOAT, address);
  }

  /** The bfloat16 value at {@code address}. */
  static float bfloat(long address) {
    return Float.intBitsToFloat(MEMORY.get(SHORT, address) << 16);
  }

  /** The half-precision float at {@code address}. */
  static float half(long address) {
    return Float.float16ToFloat(MEMORY.get(SHORT, address));
  }

  /** The four bytes at {@code address}, the first the lowest. */
  static int word(long address) {
    return MEMORY.get(INT, address);
  }

  /**
   * Loads a word from every cache line of {@code bytes} bytes, so that what is wanted soon comes
   * from memory while there is other work. What it returns goes to {@link #consume}.
   */
  static int touch(long address, int bytes) {
    int touched = 0;
    for (int i = 0; i < bytes; i += CACHE_LINE) {
      touched ^= word(address + i);
    }
    return touched;
  }

  /** Uses what was touched; one value in four billion is stored. */
  static void consume(int touched) {
    if (touched == 0x5ca1ab1e) {
      sink = touched;
    }
  }

  /** The signed byte at {@code address}. */
  static byte signedByte(long address) {
    return MEMORY.get(ValueLayout.JAVA_BYTE, address);
  }

  /** The eight bytes at {@code address}, the first the lowest. */
  static long longWord(long address) {
    return MEMORY.get(LONG, address);
  }

  /** The two bytes at {@code address}. */
  static short shortWord(long address) {
    return MEMORY.get(SHORT, address);
  }

  /** Stores two bytes at {@code address}. */
  static void storeShort(long address, short value) {
    MEMORY.set(SHORT, address, value);
  }

  /** Stores the lowest byte of {@code value}. */
  static void storeByte(long address, int value) {
    MEMORY.set(ValueLayout.JAVA_BYTE, address, (byte) value);
  }

  /** Stores a float. */
  static void store(long address, float value) {
    MEMORY.set(FLOAT, address, value);
  }

  /** Stores the lowest 16 bits of {@code bits} as word {@code h}, 0 or 1, of lane {@code lane}. */
  static void storeWord(long vector, int lane, int h, long bits) {
    storeShort(vector + (2L * lane + h) * Short.BYTES, (short) bits);
  }

  /** The float at {@code address}, {@code L} times. */
  static FloatVector spread(long address) {
    return broadcast(word(address)).reinterpretAsFloats();
  }

  /** Two words for each row from {@code address}. */
  static ShortVector words(long address) {
    return ShortVector.fromMemorySegment(WORDS, MEMORY, address, ByteOrder.LITTLE_ENDIAN);
  }

  /** {@code L} integers from {@code address}. */
  static IntVector integers(long address) {
    return IntVector.fromMemorySegment(I, MEMORY, address, ByteOrder.LITTLE_ENDIAN);
  }

  /** Stores two words for each row at {@code address}. */
  static void store(ShortVector words, long address) {
    words.intoMemorySegment(MEMORY, address, ByteOrder.LITTLE_ENDIAN);
  }

  /** Stores {@code L} integers at {@code address}. */
  static void store(IntVector integers, long address) {
    integers.intoMemorySegment(MEMORY, address, ByteOrder.LITTLE_ENDIAN);
  }

  /** Stores {@code L} floats at {@code address}. */
  static void store(FloatVector floats, long address) {
    floats.intoMemorySegment(MEMORY, address, ByteOrder.LITTLE_ENDIAN);
  }

  /** The two words in the place of {@code pairs[at]}, for every row. */
  static ShortVector wordPair(float[] pairs, int at) {
    return broadcast(pairs[at]).reinterpretAsShorts();
  }

  /** Stores {@code L} integers as 16 bits each, two in the place of a float. */
  static void storeShorts(IntVector integers, float[] pairs, int at) {
    ((ShortVector) integers.convertShape(VectorOperators.I2S, S, 0))
        .reinterpretAsFloats()
        .intoArray(pairs, at);
  }

  /** {@code L} unsigned bytes from {@code address}, as integers. */
  static IntVector unsignedBytes(long address) {
    if (L == 4) {
      return fourBytes(address).and(0xff);
    }
    return (IntVector)
        ByteVector.fromMemorySegment(B, MEMORY, address, ByteOrder.LITTLE_ENDIAN)
            .convertShape(VectorOperators.ZERO_EXTEND_B2I, I, 0);
  }

  /** {@code L} signed bytes from {@code address}, as floats. */
  static FloatVector signedBytes(long address) {
    if (L == 4) {
      IntVector top = fourBytes(address).lanewise(VectorOperators.LSHL, 24);
      return toFloat(top.lanewise(VectorOperators.ASHR, 24));
    }
    return toFloat(
        (IntVector)
            ByteVector.fromMemorySegment(B, MEMORY, address, ByteOrder.LITTLE_ENDIAN)
                .convertShape(VectorOperators.B2I, I, 0));
  }

  /** The four bytes at {@code address}, one the lowest byte of each lane. */
  private static IntVector fourBytes(long address) {
    return IntVector.broadcast(I, word(address)).lanewise(VectorOperators.LSHR, BYTE_SHIFTS);
  }

  /** {@code L} floats from {@code address}. */
  static FloatVector floats(long address) {
    return FloatVector.fromMemorySegment(F, MEMORY, address, ByteOrder.LITTLE_ENDIAN);
  }

  /** {@code L} halves from {@code address}, as floats; exact for every bit pattern. */
  static FloatVector halves(long address) {
    IntVector bits = unsignedShorts(address);
    IntVector magnitude = bits.and(0x7fff).lanewise(VectorOperators.LSHL, 13);
    IntVector sign = bits.and(0x8000).lanewise(VectorOperators.LSHL, 16);
    IntVector finite = magnitude.reinterpretAsFloats().mul(HALF_EXPONENT).reinterpretAsInts();
    IntVector value =
        finite.blend(
            magnitude.or(FLOAT_SPECIAL), magnitude.compare(VectorOperators.GE, HALF_SPECIAL));
    return value.or(sign).reinterpretAsFloats();
  }

  /** {@code L} halves from {@code address}, as floats; exact for finite ones. */
  static FloatVector finiteHalves(long address) {
    IntVector bits =
        (IntVector)
            ShortVector.fromMemorySegment(S, MEMORY, address, ByteOrder.LITTLE_ENDIAN)
                .convertShape(VectorOperators.S2I, I, 0);
    return bits.lanewise(VectorOperators.LSHL, 13)
        .and(SIGN_AND_HALF)
        .reinterpretAsFloats()
        .mul(HALF_EXPONENT);
  }

  /** {@code L} bfloat16 values from {@code address}, as floats. */
  static FloatVector bfloats(long address) {
    return unsignedShorts(address).lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
  }

  private static IntVector unsignedShorts(long address) {
    return (IntVector)
        ShortVector.fromMemorySegment(S, MEMORY, address, ByteOrder.LITTLE_ENDIAN)
            .convertShape(VectorOperators.ZERO_EXTEND_S2I, I, 0);
  }

  /** Small integers as floats, exactly. */
  static FloatVector toFloat(IntVector integers) {
    return (FloatVector) integers.convert(VectorOperators.I2F, 0);
  }

  /** Small floats that are integers, as such. */
  static IntVector toIntegers(FloatVector integral) {
    FloatVector shifted = integral.add(INTEGERS_IN_LOW_BITS);
    return shifted.reinterpretAsInts().sub(Float.floatToRawIntBits(INTEGERS_IN_LOW_BITS));
  }

  /** Two words of 0 for each row. */
  static ShortVector zeroWords() {
    return ShortVector.zero(WORDS);
  }

  static IntVector broadcast(int value) {
    return IntVector.broadcast(I, value);
  }

  /** {@code L} integers 0. */
  static IntVector zeroIntegers() {
    return IntVector.zero(I);
  }

  static FloatVector zero() {
    return FloatVector.zero(F);
  }

  static FloatVector broadcast(float value) {
    return FloatVector.broadcast(F, value);
  }

  static FloatVector load(float[] array, int offset) {
    return FloatVector.fromArray(F, array, offset);
  }

  /**
   * The sum of the lanes, by halves: {@code reduceLanes} adds one lane after the other, a chain of
   * 16 additions that takes longer than a short row.
   */
  static float sum(FloatVector vector) {
    FloatVector halves = L == 16 ? vector.add(vector.rearrange(ROTATE_8)) : vector;
    FloatVector quarters = L >= 8 ? halves.add(halves.rearrange(ROTATE_4)) : halves;
    FloatVector eighths = quarters.add(quarters.rearrange(ROTATE_2));
    return eighths.lane(0) + eighths.lane(1);
  }
}
