package ryot.engine.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** What one worker may overwrite in a product; made once and used by no other. */
public final class ProductScratch {
  private static final long LINE_BYTES = 64;

  private final float[] floats;
  private final MemorySegment bytes;

  /** Enough for products of {@code kernels} with up to {@code columns} columns. */
  public ProductScratch(Kernels kernels, int columns) {
    floats = new float[kernels.scratchSize(columns)];
    bytes = Arena.ofAuto().allocate(kernels.scratchBytes(), LINE_BYTES);
  }

  /** At least {@link Kernels#scratchSize} of them. */
  public float[] floats() {
    return floats;
  }

  /** At least {@link Kernels#scratchBytes} in native memory, from the beginning of a cache line. */
  public MemorySegment bytes() {
    return bytes;
  }
}
