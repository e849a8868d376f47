package ryot.engine.kernel.machine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.List;
import ryot.engine.kernel.Ceilings;

/** The ceilings of machine code; see {@link CeilingLoops}. */
final class MachineCeilings implements Ceilings {
  private static final int OPERATIONS = 2;

  /** Not critical: the loops run for milliseconds, and the collector must not wait for them. */
  private static final NativeCall CALLS = new NativeCall();

  private final Level level;
  private final MemorySegment read;
  private final MemorySegment floats;
  private final MemorySegment bytes;

  MachineCeilings(Level level) {
    this.level = level;
    List<MemorySegment> code =
        CodeSpace.load(
            List.of(
                CeilingLoops.read(level), CeilingLoops.floats(level), CeilingLoops.bytes(level)));
    read = code.get(0);
    floats = code.get(1);
    bytes = code.get(2);
  }

  @Override
  public String description() {
    return "machine code, " + level.description();
  }

  @Override
  public MemorySegment allocate(long bytes, Arena arena) {
    return new WeightMemory().allocate(bytes, arena);
  }

  @Override
  public void read(MemorySegment memory) {
    or(memory);
  }

  /** All 64-bit words of {@code memory} in one. */
  long or(MemorySegment memory) {
    if (memory.byteSize() % READ_UNIT != 0 || memory.byteSize() == 0) {
      throw new IllegalArgumentException(
          "%d bytes are not a multiple of %d".formatted(memory.byteSize(), READ_UNIT));
    }
    try {
      return CALLS.call(read, memory.address(), memory.byteSize(), 0);
    } finally {
      Reference.reachabilityFence(memory);
    }
  }

  @Override
  public long multiplyFloats(int rounds) {
    run(floats, rounds);
    return (long) rounds * CeilingLoops.floatsPerRound(level) * OPERATIONS;
  }

  @Override
  public long multiplyBytes(int rounds) {
    run(bytes, rounds);
    return (long) rounds * CeilingLoops.bytesPerRound(level) * OPERATIONS;
  }

  private static long run(MemorySegment loop, int rounds) {
    if (rounds < 1) {
      throw new IllegalArgumentException(rounds + " rounds, must be 1 or more");
    }
    return CALLS.call(loop, rounds, 0, 0);
  }
}
