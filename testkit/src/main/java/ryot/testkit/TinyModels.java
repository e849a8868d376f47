package ryot.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/**
 * Writes whole models so small that a test can afford them: random weights from a seed, a working
 * tokenizer ({@link TinyVocabulary}), and the ChatML template. What they say is nonsense, always
 * the same for the same seed.
 *
 * <p>Two blocks, 64 wide, 4 heads of 16 that share 2 key-value heads, feed-forward 96 wide, 512
 * tokens of context; a third of a megabyte in F32.
 */
public final class TinyModels {

  /** Tokens of context. */
  public static final int CONTEXT_LENGTH = 512;

  private static final int EMBEDDING = 64;
  private static final int BLOCKS = 2;
  private static final int HEADS = 4;
  private static final int KV_HEADS = 2;
  private static final int HEAD_SIZE = 16;
  private static final int FEED_FORWARD = 96;

  /** The lowest frequencies are slowed down most, as in Llama 3. */
  private static final float[] ROPE_FACTORS = {1, 1, 1, 1, 1.5f, 3, 8, 8};

  private static final String CHATML =
      "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content']"
          + " + '<|im_end|>' + '\\n'}}{% endfor %}"
          + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

  private TinyModels() {}

  /** The architectures, named as in {@code general.architecture}. */
  public enum Architecture {
    /** Rotation slowed by {@code rope_freqs}; embedding and output share their weights. */
    LLAMA("llama", "smollm", true),
    /** Biases on query, key and value; an output matrix of its own. */
    QWEN2("qwen2", "qwen2", false),
    /** Norms on query and key; embedding and output share their weights. */
    QWEN3("qwen3", "qwen2", true);

    private final String id;
    private final String preTokenizer;
    private final boolean tied;

    Architecture(String id, String preTokenizer, boolean tied) {
      this.id = id;
      this.preTokenizer = preTokenizer;
      this.tied = tied;
    }
  }

  /**
   * Writes a model to {@code path} and returns that.
   *
   * @param type how the matrices are stored; norms and biases are always F32
   */
  public static Path write(Path path, Architecture architecture, WeightType type, long seed)
      throws IOException {
    return writer(architecture, type, seed).write(path);
  }

  /** The same model, to be added to before it is written. */
  public static GgufWriter writer(Architecture architecture, WeightType type, long seed) {
    GgufWriter writer = new GgufWriter(3);
    writeMetadata(writer, architecture);
    TinyVocabulary.writeMetadata(writer, architecture.preTokenizer);
    writer.string("tokenizer.chat_template", CHATML);
    new Weights(writer, type, new Random(seed)).write(architecture);
    return writer;
  }

  private static void writeMetadata(GgufWriter writer, Architecture architecture) {
    String prefix = architecture.id + ".";
    writer
        .string("general.architecture", architecture.id)
        .string("general.name", "Tiny " + architecture.id)
        .uint32(prefix + "context_length", CONTEXT_LENGTH)
        .uint32(prefix + "embedding_length", EMBEDDING)
        .uint32(prefix + "block_count", BLOCKS)
        .uint32(prefix + "feed_forward_length", FEED_FORWARD)
        .uint32(prefix + "attention.head_count", HEADS)
        .uint32(prefix + "attention.head_count_kv", KV_HEADS)
        .uint32(prefix + "attention.key_length", HEAD_SIZE)
        .uint32(prefix + "attention.value_length", HEAD_SIZE)
        .uint32(prefix + "rope.dimension_count", HEAD_SIZE)
        .float32(prefix + "rope.freq_base", 10_000f)
        .float32(prefix + "attention.layer_norm_rms_epsilon", 1e-5f)
        .uint32(prefix + "vocab_size", TinyVocabulary.size());
  }

  /** Draws the tensors one after the other. */
  private record Weights(GgufWriter writer, WeightType type, Random random) {

    void write(Architecture architecture) {
      matrix("token_embd.weight", TinyVocabulary.size(), EMBEDDING);
      for (int block = 0; block < BLOCKS; block++) {
        writeBlock("blk." + block + ".", architecture);
      }
      norm("output_norm.weight", EMBEDDING);
      if (!architecture.tied) {
        matrix("output.weight", TinyVocabulary.size(), EMBEDDING);
      }
      if (architecture == Architecture.LLAMA) {
        writer.tensor("rope_freqs.weight", WeightType.F32, ROPE_FACTORS.clone(), HEAD_SIZE / 2);
      }
    }

    private void writeBlock(String prefix, Architecture architecture) {
      norm(prefix + "attn_norm.weight", EMBEDDING);
      projection(prefix + "attn_q", HEADS * HEAD_SIZE, architecture);
      projection(prefix + "attn_k", KV_HEADS * HEAD_SIZE, architecture);
      projection(prefix + "attn_v", KV_HEADS * HEAD_SIZE, architecture);
      if (architecture == Architecture.QWEN3) {
        norm(prefix + "attn_q_norm.weight", HEAD_SIZE);
        norm(prefix + "attn_k_norm.weight", HEAD_SIZE);
      }
      matrix(prefix + "attn_output.weight", EMBEDDING, HEADS * HEAD_SIZE);
      norm(prefix + "ffn_norm.weight", EMBEDDING);
      matrix(prefix + "ffn_gate.weight", FEED_FORWARD, EMBEDDING);
      matrix(prefix + "ffn_up.weight", FEED_FORWARD, EMBEDDING);
      matrix(prefix + "ffn_down.weight", EMBEDDING, FEED_FORWARD);
    }

    private void projection(String name, int rows, Architecture architecture) {
      matrix(name + ".weight", rows, EMBEDDING);
      if (architecture == Architecture.QWEN2) {
        writer.tensor(name + ".bias", WeightType.F32, gaussians(rows, 0, 0.1f), rows);
      }
    }

    /** Values of variance 1 / columns keep what passes through at its size. */
    private void matrix(String name, int rows, int columns) {
      float deviation = (float) (1 / Math.sqrt(columns));
      writer.tensor(name, type, gaussians(rows * columns, 0, deviation), columns, rows);
    }

    private void norm(String name, int size) {
      writer.tensor(name, WeightType.F32, gaussians(size, 1, 0.1f), size);
    }

    private float[] gaussians(int count, float mean, float deviation) {
      float[] values = new float[count];
      for (int i = 0; i < count; i++) {
        values[i] = mean + deviation * (float) random.nextGaussian();
      }
      return values;
    }
  }
}
