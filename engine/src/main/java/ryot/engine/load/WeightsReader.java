package ryot.engine.load;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import ryot.engine.gguf.GgufFile;
import ryot.engine.gguf.GgufTensor;
import ryot.engine.gguf.MalformedGgufException;
import ryot.engine.kernel.Kernels;
import ryot.engine.kernel.Matrix;
import ryot.engine.kernel.WorkerTeam;
import ryot.engine.model.Linear;
import ryot.engine.model.ModelConfig;
import ryot.engine.model.Weights;
import ryot.engine.tensor.Tensor;

/**
 * Takes the tensors that a model is made of from its file, each of the shape that the configuration
 * demands. Every tensor of the file is taken: one left over would mean a model that this engine
 * computes wrongly.
 */
final class WeightsReader {
  private final GgufFile file;
  private final ModelConfig config;
  private final Kernels kernels;
  private final Arena arena;
  private final WorkerTeam team;
  private final Set<String> taken = new HashSet<>();

  private WeightsReader(
      GgufFile file, ModelConfig config, Kernels kernels, Arena arena, WorkerTeam team) {
    this.file = file;
    this.config = config;
    this.kernels = kernels;
    this.arena = arena;
    this.team = team;
  }

  /**
   * The weights of {@code file}, borrowed from it, and matrices in the order that {@code kernels}
   * read.
   *
   * @param arena owns what is copied
   * @param team helps
   * @throws MalformedGgufException if a tensor is missing or of another shape
   * @throws UnsupportedModelException if there is one that the architecture does not have
   */
  static Weights read(
      GgufFile file, ModelConfig config, Kernels kernels, Arena arena, WorkerTeam team) {
    return new WeightsReader(file, config, kernels, arena, team).read();
  }

  private Weights read() {
    int embeddingLength = config.embeddingLength();
    Tensor embedding = matrix("token_embd.weight", config.vocabularySize(), embeddingLength);
    List<Weights.Block> blocks = new ArrayList<>();
    for (int i = 0; i < config.blockCount(); i++) {
      blocks.add(block("blk." + i + "."));
    }
    Weights weights =
        new Weights(
            embedding,
            blocks,
            vector("output_norm.weight", embeddingLength),
            output(embedding),
            file.find("rope_freqs.weight").isPresent()
                ? Optional.of(vector("rope_freqs.weight", config.ropeDimensions() / 2))
                : Optional.empty());
    for (GgufTensor tensor : file.tensors()) {
      if (!taken.contains(tensor.name()) && !isUnused(tensor.name())) {
        throw new UnsupportedModelException(
            "%s: tensor \"%s\" has no place in architecture %s as this engine computes it"
                .formatted(file.path(), tensor.name(), config.architecture().id()));
      }
    }
    return weights;
  }

  /** Heads that classify or rank, and scales of activations in formats that this engine lacks. */
  private static boolean isUnused(String name) {
    return name.startsWith("cls.") || name.endsWith(".input_scale");
  }

  private Weights.Block block(String prefix) {
    int embedding = config.embeddingLength();
    int queries = config.queryLength();
    int kv = config.kvLength();
    int feedForward = config.feedForwardLength();
    return new Weights.Block(
        vector(prefix + "attn_norm.weight", embedding),
        linear(prefix + "attn_q", queries, embedding),
        linear(prefix + "attn_k", kv, embedding),
        linear(prefix + "attn_v", kv, embedding),
        config.architecture().headNorm() ? Optional.of(headNorms(prefix)) : Optional.empty(),
        linear(prefix + "attn_output", embedding, queries),
        vector(prefix + "ffn_norm.weight", embedding),
        feedForward(prefix + "ffn_gate", feedForward, embedding),
        feedForward(prefix + "ffn_up", feedForward, embedding),
        feedForward(prefix + "ffn_down", embedding, feedForward));
  }

  /**
   * The matrix {@code name.weight}, with {@code name.scale} and {@code name.bias} where they are.
   */
  private Linear linear(String name, int outputs, int inputs) {
    return new Linear(
        packed(matrix(name + ".weight", outputs, inputs)),
        optionalVector(name + ".scale", 1).map(scale -> scale[0]).orElse(1f),
        optionalVector(name + ".bias", outputs));
  }

  /** Models tie the output to the embedding by leaving it out. */
  private Linear output(Tensor embedding) {
    return file.find("output.weight").isPresent()
        ? linear("output", config.vocabularySize(), config.embeddingLength())
        : Linear.of(packed(embedding));
  }

  /** In a feed-forward layer the scale multiplies the bias too, in attention it does not. */
  private Linear feedForward(String name, int outputs, int inputs) {
    Linear linear = linear(name, outputs, inputs);
    if (!config.architecture().feedForwardScales()) {
      return new Linear(linear.weights(), 1, linear.bias());
    }
    linear
        .bias()
        .ifPresent(
            bias -> {
              for (int i = 0; i < bias.length; i++) {
                bias[i] *= linear.scale();
              }
            });
    return linear;
  }

  private Weights.HeadNorms headNorms(String prefix) {
    return new Weights.HeadNorms(
        vector(prefix + "attn_q_norm.weight", config.headSize()),
        vector(prefix + "attn_k_norm.weight", config.headSize()));
  }

  private Matrix packed(Tensor tensor) {
    return kernels.pack(tensor, arena, team);
  }

  private Tensor matrix(String name, int rows, int columns) {
    Tensor tensor = file.require(name);
    if (tensor.rows() != rows || tensor.columns() != columns) {
      throw new MalformedGgufException(
          file.path().toString(),
          "tensor \"%s\" is [%d, %d], expected [%d, %d] from the metadata"
              .formatted(name, tensor.rows(), tensor.columns(), rows, columns));
    }
    taken.add(name);
    return tensor;
  }

  private Optional<float[]> optionalVector(String name, int length) {
    return file.find(name).isPresent() ? Optional.of(vector(name, length)) : Optional.empty();
  }

  private float[] vector(String name, int length) {
    float[] values = new float[length];
    kernels.dequantize(matrix(name, 1, length), 0, values, 0);
    return values;
  }
}
