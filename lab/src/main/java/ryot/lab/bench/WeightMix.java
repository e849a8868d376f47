package ryot.lab.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import ryot.engine.tensor.QuantType;

/**
 * Which type each matrix of a model is stored in. The plain ones store all alike; {@code Q4_K_M}
 * and {@code Q5_K_M} give more bits to some, as {@code llama_tensor_get_type} of llama.cpp does. A
 * matrix whose rows are not whole blocks of 256 falls back, as there, to the type of blocks of 32
 * that is next in size.
 */
public enum WeightMix {
  F32(0, QuantType.F32),
  F16(1, QuantType.F16),
  BF16(32, QuantType.BF16),
  Q4_0(2, QuantType.Q4_0),
  Q4_1(3, QuantType.Q4_1),
  Q5_0(8, QuantType.Q5_0),
  Q5_1(9, QuantType.Q5_1),
  Q8_0(7, QuantType.Q8_0),
  Q4_K(14, QuantType.Q4_K),
  Q5_K(16, QuantType.Q5_K),
  Q6_K(18, QuantType.Q6_K),
  Q4_K_M(15, QuantType.Q4_K),
  Q5_K_M(17, QuantType.Q5_K);

  private final int fileType;
  private final QuantType base;

  /** What a matrix does, as far as that decides how many bits it gets. */
  enum Role {
    /** The embedding of a model with an output matrix of its own. */
    EMBEDDING,
    /** The output matrix, or the embedding that is one. */
    OUTPUT,
    /** Values of attention, and the way out of a feed-forward layer. */
    SENSITIVE,
    OTHER
  }

  WeightMix(int fileType, QuantType base) {
    this.fileType = fileType;
    this.base = base;
  }

  /** The mix that is written {@code name}, in any case. */
  public static Optional<WeightMix> named(String name) {
    return Arrays.stream(values()).filter(mix -> mix.label().equalsIgnoreCase(name)).findFirst();
  }

  /** Its name as {@code --quant} takes it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What GGUF files say in {@code general.file_type}. */
  int fileType() {
    return fileType;
  }

  /** How a matrix is stored that has rows of {@code columns} values. */
  QuantType type(Role role, int block, int blocks, int columns) {
    QuantType wanted = wantsMore(role, block, blocks) ? QuantType.Q6_K : base;
    return columns % wanted.blockSize() == 0 ? wanted : fallback(wanted, columns);
  }

  private boolean wantsMore(Role role, int block, int blocks) {
    if (this != Q4_K_M && this != Q5_K_M) {
      return false;
    }
    return switch (role) {
      case OUTPUT -> true;
      case SENSITIVE ->
          block < blocks / 8 || block >= 7 * blocks / 8 || (block - blocks / 8) % 3 == 2;
      case EMBEDDING, OTHER -> false;
    };
  }

  private static QuantType fallback(QuantType wanted, int columns) {
    QuantType smaller =
        switch (wanted) {
          case Q4_K -> QuantType.Q5_0;
          case Q5_K -> QuantType.Q5_1;
          case Q6_K -> QuantType.Q8_0;
          default -> QuantType.F16;
        };
    return columns % smaller.blockSize() == 0 ? smaller : QuantType.F16;
  }
}
