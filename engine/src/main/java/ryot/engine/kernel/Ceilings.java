package ryot.engine.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * Loops that do one thing only, as fast as an implementation of {@link Kernels} could: what they
 * reach is the most that a kernel can. Each method is one thread's work; a {@link WorkerTeam} runs
 * it on many, and whoever calls takes the time.
 */
public interface Ceilings {

  /** Which loops, for people: {@code "Vector API, 512-bit"}. */
  String description();

  /**
   * Memory such as kernels keep weights in, which decides how fast it is read; not touched yet.
   *
   * @param arena that it lives as long as
   */
  MemorySegment allocate(long bytes, Arena arena);

  /**
   * Reads all of {@code memory}.
   *
   * @param memory native, a multiple of {@link #READ_UNIT} bytes
   */
  void read(MemorySegment memory);

  /**
   * Multiplies float32 numbers and adds the products up, without touching memory.
   *
   * @param rounds how often, at least once
   * @return the operations done; a multiplication and its addition are two
   */
  long multiplyFloats(int rounds);

  /**
   * Multiplies int8 numbers and adds the products up in int32, the way kernels do.
   *
   * @param rounds how often, at least once
   * @return the operations done; a multiplication and its addition are two
   */
  long multiplyBytes(int rounds);

  /** Bytes that {@link #read} takes at a time. */
  int READ_UNIT = 4096;

  /**
   * Those of all implementations that run here, the fastest first; empty if only scalar ones do.
   */
  static List<Ceilings> all() {
    return KernelChoice.providers().stream()
        .filter(provider -> provider.obstacle().isEmpty())
        .map(KernelProvider::ceilings)
        .flatMap(Optional::stream)
        .toList();
  }
}
