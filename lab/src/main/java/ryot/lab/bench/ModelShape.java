package ryot.lab.bench;

import java.util.ArrayList;
import java.util.List;
import ryot.engine.gguf.GgufTensor;
import ryot.engine.model.Architecture;
import ryot.engine.tensor.QuantType;

/**
 * The shape of a well-known model: all of it that decides how fast it runs.
 *
 * @param name as {@code --shape} takes it
 * @param architecture the family
 * @param contextLength tokens it was made for
 * @param vocabulary number of tokens
 * @param embedding values per token between blocks
 * @param blocks transformer blocks
 * @param heads query heads per block
 * @param kvHeads key-value heads per block
 * @param headSize values per head
 * @param feedForward values per token inside a feed-forward layer
 * @param tied whether the output matrix is the embedding
 * @param ropeBase base of the rotary angles
 */
public record ModelShape(
    String name,
    Architecture architecture,
    int contextLength,
    int vocabulary,
    int embedding,
    int blocks,
    int heads,
    int kvHeads,
    int headSize,
    int feedForward,
    boolean tied,
    float ropeBase) {

  /** Number of weights. */
  public long parameters() {
    return tensors(WeightMix.F32).stream().mapToLong(GgufTensor::valueCount).sum();
  }

  /** Bytes of all weights, stored in {@code mix}. */
  public long sizeBytes(WeightMix mix) {
    return tensors(mix).stream().mapToLong(tensor -> tensor.sizeBytes().orElseThrow()).sum();
  }

  /** Whether a model file with {@code tensors} reads its output from the embedding. */
  static boolean tied(List<GgufTensor> tensors) {
    return tensors.stream().noneMatch(tensor -> tensor.name().equals("output.weight"));
  }

  /** Its tensors, named as in a GGUF file, stored in {@code mix}. */
  List<GgufTensor> tensors(WeightMix mix) {
    return new Directory(this, mix).list();
  }

  /** The tensor directory as it is written down. */
  private static final class Directory {
    private final ModelShape shape;
    private final WeightMix mix;
    private final List<GgufTensor> tensors = new ArrayList<>();

    Directory(ModelShape shape, WeightMix mix) {
      this.shape = shape;
      this.mix = mix;
    }

    List<GgufTensor> list() {
      WeightMix.Role embedding = shape.tied() ? WeightMix.Role.OUTPUT : WeightMix.Role.EMBEDDING;
      matrix("token_embd", embedding, 0, shape.vocabulary(), shape.embedding());
      for (int block = 0; block < shape.blocks(); block++) {
        block(block);
      }
      vector("output_norm.weight", shape.embedding());
      if (!shape.tied()) {
        matrix("output", WeightMix.Role.OUTPUT, 0, shape.vocabulary(), shape.embedding());
      }
      return tensors;
    }

    private void block(int block) {
      String prefix = "blk." + block + ".";
      int embedding = shape.embedding();
      int queries = shape.heads() * shape.headSize();
      int kv = shape.kvHeads() * shape.headSize();
      vector(prefix + "attn_norm.weight", embedding);
      projection(prefix + "attn_q", WeightMix.Role.OTHER, block, queries);
      projection(prefix + "attn_k", WeightMix.Role.OTHER, block, kv);
      projection(prefix + "attn_v", WeightMix.Role.SENSITIVE, block, kv);
      if (shape.architecture().headNorm()) {
        vector(prefix + "attn_q_norm.weight", shape.headSize());
        vector(prefix + "attn_k_norm.weight", shape.headSize());
      }
      matrix(prefix + "attn_output", WeightMix.Role.OTHER, block, embedding, queries);
      vector(prefix + "ffn_norm.weight", embedding);
      matrix(prefix + "ffn_gate", WeightMix.Role.OTHER, block, shape.feedForward(), embedding);
      matrix(prefix + "ffn_up", WeightMix.Role.OTHER, block, shape.feedForward(), embedding);
      matrix(prefix + "ffn_down", WeightMix.Role.SENSITIVE, block, embedding, shape.feedForward());
    }

    /** Qwen2 alone has biases, on queries, keys and values. */
    private void projection(String name, WeightMix.Role role, int block, int rows) {
      matrix(name, role, block, rows, shape.embedding());
      if (shape.architecture() == Architecture.QWEN2) {
        vector(name + ".bias", rows);
      }
    }

    private void matrix(String name, WeightMix.Role role, int block, int rows, int columns) {
      int type = mix.type(role, block, shape.blocks(), columns).id();
      add(name + ".weight", type, List.of((long) columns, (long) rows));
    }

    private void vector(String name, int length) {
      add(name, QuantType.F32.id(), List.of((long) length));
    }

    private void add(String name, int type, List<Long> dimensions) {
      tensors.add(new GgufTensor(name, type, dimensions, 0));
    }
  }
}
