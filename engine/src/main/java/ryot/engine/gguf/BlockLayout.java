package ryot.engine.gguf;

import java.util.Optional;
import ryot.engine.tensor.QuantType;

/**
 * Name and block size of a tensor type: of those this engine reads, and of those that only other
 * engines do, so that a file that has them can still be validated and listed. Numbers and sizes
 * from {@code ggml.h} and {@code ggml-common.h}.
 *
 * @param name GGUF's own, such as {@code IQ2_XXS}
 * @param values values per block
 * @param bytes bytes per block
 */
record BlockLayout(String name, int values, int bytes) {

  /** The layout of the type whose number is {@code typeId}; empty where nothing is known of it. */
  static Optional<BlockLayout> of(int typeId) {
    return QuantType.ofId(typeId)
        .map(type -> new BlockLayout(type.name(), type.blockSize(), type.blockBytes()))
        .or(() -> foreign(typeId));
  }

  private static Optional<BlockLayout> foreign(int typeId) {
    return switch (typeId) {
      case 9 -> layout("Q8_1", 32, 36);
      case 15 -> layout("Q8_K", 256, 292);
      case 16 -> layout("IQ2_XXS", 256, 66);
      case 17 -> layout("IQ2_XS", 256, 74);
      case 18 -> layout("IQ3_XXS", 256, 98);
      case 19 -> layout("IQ1_S", 256, 50);
      case 21 -> layout("IQ3_S", 256, 110);
      case 22 -> layout("IQ2_S", 256, 82);
      case 24 -> layout("I8", 1, 1);
      case 25 -> layout("I16", 1, 2);
      case 26 -> layout("I32", 1, 4);
      case 27 -> layout("I64", 1, 8);
      case 28 -> layout("F64", 1, 8);
      case 29 -> layout("IQ1_M", 256, 56);
      case 40 -> layout("NVFP4", 64, 36);
      case 41 -> layout("Q1_0", 128, 18);
      case 42 -> layout("Q2_0", 64, 18);
      default -> Optional.empty();
    };
  }

  private static Optional<BlockLayout> layout(String name, int values, int bytes) {
    return Optional.of(new BlockLayout(name, values, bytes));
  }
}
