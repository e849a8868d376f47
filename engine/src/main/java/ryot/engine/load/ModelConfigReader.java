package ryot.engine.load;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import ryot.engine.gguf.GgufFile;
import ryot.engine.gguf.GgufMetadata;
import ryot.engine.gguf.MalformedGgufException;
import ryot.engine.model.Architecture;
import ryot.engine.model.ModelConfig;
import ryot.engine.tensor.Tensor;

/**
 * Reads a model's shape from its metadata: {@code <architecture>.<key>}, as the GGUF format names
 * them.
 */
final class ModelConfigReader {
  private final GgufFile file;
  private final GgufMetadata metadata;
  private final Architecture architecture;

  private ModelConfigReader(GgufFile file) {
    this.file = file;
    this.metadata = file.metadata();
    String id = metadata.string("general.architecture");
    this.architecture =
        Architecture.ofId(id)
            .orElseThrow(
                () ->
                    new UnsupportedModelException(
                        "%s: architecture %s is not supported; there are %s"
                            .formatted(
                                file.path(),
                                id,
                                Arrays.stream(Architecture.values())
                                    .map(Architecture::id)
                                    .collect(Collectors.joining(", ")))));
  }

  /**
   * The shape of the model in {@code file}.
   *
   * @throws UnsupportedModelException if it needs what the engine lacks
   * @throws MalformedGgufException if a key is missing or its value is not possible
   */
  static ModelConfig read(GgufFile file) {
    return new ModelConfigReader(file).read();
  }

  private ModelConfig read() {
    rejectUnsupported();
    Tensor embedding = file.require("token_embd.weight");
    int heads = metadata.int32(key("attention.head_count"));
    int embeddingLength = metadata.int32(key("embedding_length"));
    int headSize = headSize(embeddingLength, heads);
    try {
      return new ModelConfig(
          architecture,
          metadata.int32(key("context_length")),
          embedding.rows(),
          embeddingLength,
          metadata.int32(key("block_count")),
          heads,
          metadata.findInt32(key("attention.head_count_kv")).orElse(heads),
          headSize,
          metadata.int32(key("feed_forward_length")),
          attentionScale(headSize),
          metadata.float32(key("attention.layer_norm_rms_epsilon")),
          metadata.findInt32(key("rope.dimension_count")).orElse(headSize),
          metadata.findFloat32(key("rope.freq_base")).orElse(10_000f),
          ropeScale());
    } catch (IllegalArgumentException e) {
      throw new MalformedGgufException(
          file.path().toString(),
          "the %s metadata do not describe a model: %s"
              .formatted(architecture.id(), e.getMessage()));
    }
  }

  private String key(String name) {
    return architecture.id() + "." + name;
  }

  private int headSize(int embeddingLength, int heads) {
    int size =
        metadata
            .findInt32(key("attention.key_length"))
            .orElseGet(() -> heads > 0 ? embeddingLength / heads : 0);
    int valueSize = metadata.findInt32(key("attention.value_length")).orElse(size);
    if (valueSize != size) {
      throw new UnsupportedModelException(
          "%s: key heads of %d and value heads of %d values; only equal sizes are supported"
              .formatted(file.path(), size, valueSize));
    }
    return size;
  }

  /** A scale of 0 means the usual one. */
  private float attentionScale(int headSize) {
    float scale = metadata.findFloat32(key("attention.scale")).orElse(0f);
    return scale != 0 ? scale : (float) (1 / Math.sqrt(headSize));
  }

  /**
   * Linear scaling divides positions by a factor; Llama 3's scaling comes in rope_freqs instead.
   */
  private float ropeScale() {
    Optional<String> type = metadata.findString(key("rope.scaling.type"));
    if (type.isEmpty() || type.get().equals("none")) {
      return 1;
    }
    if (!type.get().equals("linear")) {
      throw new UnsupportedModelException(
          "%s: rope scaling '%s' is not supported; there are none, linear and rope_freqs"
              .formatted(file.path(), type.get()));
    }
    float factor = metadata.findFloat32(key("rope.scaling.factor")).orElse(0f);
    return factor == 0 ? 1 : 1 / factor;
  }

  private void rejectUnsupported() {
    if (metadata.findInt32(key("expert_count")).orElse(0) > 0) {
      throw new UnsupportedModelException(
          file.path() + ": a mixture of experts is not supported, only dense models");
    }
  }
}
