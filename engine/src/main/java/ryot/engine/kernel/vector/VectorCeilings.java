package ryot.engine.kernel.vector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import ryot.engine.kernel.Ceilings;

/**
 * The ceilings of code in the Vector API. Every loop carries more independent sums than the latency
 * of its instructions takes to hide, and few enough to stay in 16 registers.
 */
final class VectorCeilings implements Ceilings {
  private static final VectorSpecies<Float> F = Lanes.F;
  private static final VectorSpecies<Long> J = F.withLanes(long.class);
  private static final VectorSpecies<Integer> I = F.withLanes(int.class);
  private static final VectorSpecies<Short> S = F.withLanes(short.class);
  private static final VectorSpecies<Byte> B = F.withLanes(byte.class);
  private static final long VECTOR_BYTES = F.vectorByteSize();

  private static final int FLOAT_SUMS = 10;
  private static final int OPERATIONS = 2;

  /** A quarter of the nearest cache. */
  private static final byte[] WEIGHTS = new byte[8192];

  /** Where results go, so that nobody can leave out computing them. */
  @SuppressWarnings("UnusedVariable")
  private volatile long sink;

  @Override
  public String description() {
    return "Vector API, %d-bit".formatted(F.vectorBitSize());
  }

  @Override
  public MemorySegment allocate(long bytes, Arena arena) {
    return arena.allocate(bytes, READ_UNIT);
  }

  @Override
  public void read(MemorySegment memory) {
    LongVector a = LongVector.zero(J);
    LongVector b = a;
    LongVector c = a;
    LongVector d = a;
    for (long at = 0; at < memory.byteSize(); at += 4 * VECTOR_BYTES) {
      a = a.or(load(memory, at));
      b = b.or(load(memory, at + VECTOR_BYTES));
      c = c.or(load(memory, at + 2 * VECTOR_BYTES));
      d = d.or(load(memory, at + 3 * VECTOR_BYTES));
    }
    sink = a.or(b).or(c.or(d)).reduceLanes(VectorOperators.OR);
  }

  private static LongVector load(MemorySegment memory, long at) {
    return LongVector.fromMemorySegment(J, memory, at, ByteOrder.nativeOrder());
  }

  @Override
  public long multiplyFloats(int rounds) {
    FloatVector x = FloatVector.broadcast(F, 0.5f);
    FloatVector y = FloatVector.broadcast(F, 1e-9f);
    FloatVector a = x;
    FloatVector b = x;
    FloatVector c = x;
    FloatVector d = x;
    FloatVector e = x;
    FloatVector f = x;
    FloatVector g = x;
    FloatVector h = x;
    FloatVector i = x;
    FloatVector j = x;
    for (int round = 0; round < rounds; round++) {
      a = x.fma(y, a);
      b = x.fma(y, b);
      c = x.fma(y, c);
      d = x.fma(y, d);
      e = x.fma(y, e);
      f = x.fma(y, f);
      g = x.fma(y, g);
      h = x.fma(y, h);
      i = x.fma(y, i);
      j = x.fma(y, j);
    }
    FloatVector sum = a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j);
    sink = (long) Lanes.sum(sum);
    return (long) rounds * FLOAT_SUMS * F.length() * OPERATIONS;
  }

  /**
   * There is no product of bytes in the Vector API. The bytes at even and at odd places become
   * shorts by shifts, two products of shorts are added before they can overflow, and the sums are
   * widened in pairs.
   */
  @Override
  public long multiplyBytes(int rounds) {
    int step = B.length();
    ShortVector even = ShortVector.broadcast(S, 1);
    ShortVector odd = ShortVector.broadcast(S, 2);
    IntVector a = IntVector.zero(I);
    IntVector b = a;
    IntVector c = a;
    IntVector d = a;
    for (int round = 0; round < rounds; round++) {
      for (int at = 0; at < WEIGHTS.length; at += 4 * step) {
        a = a.add(products(at, even, odd));
        b = b.add(products(at + step, even, odd));
        c = c.add(products(at + 2 * step, even, odd));
        d = d.add(products(at + 3 * step, even, odd));
      }
    }
    sink = a.add(b).add(c).add(d).reduceLanes(VectorOperators.ADD);
    return (long) rounds * WEIGHTS.length * OPERATIONS;
  }

  private static IntVector products(int at, ShortVector even, ShortVector odd) {
    ShortVector pairs = ByteVector.fromArray(B, WEIGHTS, at).reinterpretAsShorts();
    ShortVector low = pairs.lanewise(VectorOperators.LSHL, 8).lanewise(VectorOperators.ASHR, 8);
    ShortVector high = pairs.lanewise(VectorOperators.ASHR, 8);
    IntVector sums = low.mul(even).add(high.mul(odd)).reinterpretAsInts();
    IntVector lower = sums.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16);
    return lower.add(sums.lanewise(VectorOperators.ASHR, 16));
  }
}
