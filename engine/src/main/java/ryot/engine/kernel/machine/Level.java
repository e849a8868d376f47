package ryot.engine.kernel.machine;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a machine kernel may use: vectors of {@code lanes} 32-bit lanes in {@code registers}
 * registers. A level runs on every processor of the next one too.
 */
enum Level {
  /** AVX2, FMA and F16C: 256-bit vectors, bytes multiplied in pairs. */
  AVX2("AVX2", 8, 16),
  /** AVX-512 with byte, word and VNNI instructions: 512-bit vectors, bytes multiplied in fours. */
  AVX512("AVX-512 with VNNI", 16, 32);

  /** System property that forces a level: {@code avx2} or {@code avx512}. */
  static final String PROPERTY = "ryot.machine.level";

  private final String description;
  private final int lanes;
  private final int registers;

  Level(String description, int lanes, int registers) {
    this.description = description;
    this.lanes = lanes;
    this.registers = registers;
  }

  /** The highest level of {@code cpu}; empty if it has none. */
  static Optional<Level> of(CpuFeatures cpu) {
    @Nullable Level highest = null;
    for (Level level : values()) {
      if (!cpu.has(level.features())) {
        break;
      }
      highest = level;
    }
    return Optional.ofNullable(highest);
  }

  private CpuFeature[] features() {
    return switch (this) {
      case AVX2 -> new CpuFeature[] {CpuFeature.AVX2, CpuFeature.FMA, CpuFeature.F16C};
      case AVX512 ->
          new CpuFeature[] {
            CpuFeature.AVX512F,
            CpuFeature.AVX512BW,
            CpuFeature.AVX512DQ,
            CpuFeature.AVX512VL,
            CpuFeature.AVX512_VNNI
          };
    };
  }

  /** For people. */
  String description() {
    return description;
  }

  /** 32-bit lanes of a vector, which is also the rows of weights that are interleaved. */
  int lanes() {
    return lanes;
  }

  /** Bytes of a vector. */
  int bytes() {
    return lanes * Integer.BYTES;
  }

  /** Tokens of a tile of activations: as many as there are registers for. */
  int tileTokens() {
    return this == AVX512 ? 8 : 4;
  }

  /** Vector registers. */
  int registers() {
    return registers;
  }

  /**
   * Vector register {@code index} in full width.
   *
   * @throws IllegalArgumentException if processors of this level may lack it
   */
  Vec vec(int index) {
    if (index >= registers) {
      throw new IllegalArgumentException(
          "vector register %d: %s has %d".formatted(index, this, registers));
    }
    return Vec.of(index, lanes * Integer.SIZE);
  }
}
