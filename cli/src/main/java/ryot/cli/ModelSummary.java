package ryot.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import ryot.engine.gguf.GgufFile;
import ryot.engine.gguf.GgufMetadata;
import ryot.engine.gguf.GgufTensor;
import ryot.engine.gguf.GgufValue;

/**
 * What can be said about a model from its file alone, whether the engine can run it or not: every
 * figure that the file does not state is empty.
 *
 * @param architecture as the file names it
 * @param name as the file names it
 * @param licence as the file names it
 * @param context tokens that the model was made for
 * @param blocks number of layers
 * @param width length of the hidden state
 * @param feedForward length of the feed-forward network's inner state
 * @param heads number of query heads
 * @param kvHeads number of key and value heads
 * @param headSize length of a head's keys
 * @param vocabulary number of tokens
 * @param tokenizer model and pre-tokenizer
 * @param chatTemplate its source
 * @param parameters number of weights
 * @param weightBytes their size in the file
 * @param types tensors by type, the largest share first
 */
record ModelSummary(
    Optional<String> architecture,
    Optional<String> name,
    Optional<String> licence,
    OptionalInt context,
    OptionalInt blocks,
    OptionalInt width,
    OptionalInt feedForward,
    OptionalInt heads,
    OptionalInt kvHeads,
    OptionalInt headSize,
    OptionalInt vocabulary,
    Optional<String> tokenizer,
    Optional<String> chatTemplate,
    long parameters,
    long weightBytes,
    List<TypeShare> types) {

  /**
   * The tensors of one type.
   *
   * @param readable whether the engine can compute with it
   */
  record TypeShare(String type, boolean readable, int tensors, long parameters, long bytes) {}

  static ModelSummary of(GgufFile file) {
    GgufMetadata metadata = file.metadata();
    Optional<String> architecture = metadata.findString("general.architecture");
    Fields fields = new Fields(metadata, architecture.orElse(""));
    List<TypeShare> types = shares(file.tensors());
    OptionalInt width = fields.number("embedding_length");
    OptionalInt heads = fields.number("attention.head_count");
    return new ModelSummary(
        architecture,
        metadata.findString("general.name"),
        metadata.findString("general.license"),
        fields.number("context_length"),
        fields.number("block_count"),
        width,
        fields.number("feed_forward_length"),
        heads,
        or(fields.number("attention.head_count_kv"), heads),
        or(fields.number("attention.key_length"), quotient(width, heads)),
        vocabulary(file, fields),
        tokenizer(metadata),
        metadata.findString("tokenizer.chat_template"),
        types.stream().mapToLong(TypeShare::parameters).sum(),
        types.stream().mapToLong(TypeShare::bytes).sum(),
        types);
  }

  /** Bytes of keys and values that one token takes in an f16 cache. */
  OptionalLong cacheBytesPerToken() {
    if (blocks.isEmpty() || kvHeads.isEmpty() || headSize.isEmpty()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        2L * Short.BYTES * blocks.getAsInt() * kvHeads.getAsInt() * headSize.getAsInt());
  }

  /** The model's own numbers, which stand in the metadata under its architecture's name. */
  private record Fields(GgufMetadata metadata, String architecture) {

    OptionalInt number(String key) {
      String full = architecture + "." + key;
      // some files state a list here, one number for each block: there is no one number then
      return metadata.contains(full) && metadata.value(full) instanceof GgufValue.IntValue
          ? metadata.findInt32(full)
          : OptionalInt.empty();
    }
  }

  private static OptionalInt vocabulary(GgufFile file, Fields fields) {
    Optional<String[]> pieces = file.metadata().findStrings("tokenizer.ggml.tokens");
    return pieces.isPresent() ? OptionalInt.of(pieces.get().length) : fields.number("vocab_size");
  }

  private static Optional<String> tokenizer(GgufMetadata metadata) {
    Optional<String> pre = metadata.findString("tokenizer.ggml.pre");
    return metadata
        .findString("tokenizer.ggml.model")
        .map(model -> pre.map(name -> model + ", pre-tokenizer " + name).orElse(model));
  }

  private static List<TypeShare> shares(List<GgufTensor> tensors) {
    Map<String, List<GgufTensor>> byType =
        tensors.stream()
            .collect(
                Collectors.groupingBy(GgufTensor::typeName, TreeMap::new, Collectors.toList()));
    return byType.entrySet().stream()
        .map(
            entry ->
                new TypeShare(
                    entry.getKey(),
                    entry.getValue().getFirst().type().isPresent(),
                    entry.getValue().size(),
                    entry.getValue().stream().mapToLong(GgufTensor::valueCount).sum(),
                    entry.getValue().stream().mapToLong(t -> t.sizeBytes().orElse(0)).sum()))
        .sorted(Comparator.comparingLong(TypeShare::bytes).reversed())
        .toList();
  }

  private static OptionalInt or(OptionalInt first, OptionalInt second) {
    return first.isPresent() ? first : second;
  }

  private static OptionalInt quotient(OptionalInt dividend, OptionalInt divisor) {
    return dividend.isPresent() && divisor.isPresent() && divisor.getAsInt() > 0
        ? OptionalInt.of(dividend.getAsInt() / divisor.getAsInt())
        : OptionalInt.empty();
  }
}
