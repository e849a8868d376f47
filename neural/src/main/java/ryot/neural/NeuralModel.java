package ryot.neural;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import ryot.engine.kernel.Arithmetic;
import ryot.engine.load.LoadedModel;
import ryot.engine.load.ModelLoader;
import ryot.engine.tokenizer.TokenKind;
import ryot.engine.tokenizer.Tokenizer;
import ryot.engine.tokenizer.Vocabulary;
import ryot.lang.Codec;
import ryot.lang.Model;
import ryot.lang.ModelId;
import ryot.lang.Tier;

/**
 * A language model that texts are coded by: the neural tier. It is computed in reproducible
 * arithmetic, so that what one machine coded every other decodes. Its codecs may be used by several
 * threads, one after the other: the model's own team does the work of each. Whoever opened it
 * closes it.
 */
public final class NeuralModel implements Model, AutoCloseable {

  private static final int SINGLE_BYTES_MAX = 8_192;

  /** Segments of fewer bytes would not be worth coding. */
  private static final int SINGLE_BYTES_MIN = 64;

  private static final String TURN_START = "<|im_start|>";

  private final LoadedModel loaded;
  private final ModelId id;
  private final NeuralOptions options;
  private final int singleBytes;
  private final SegmentCoder coder;
  private final ReentrantLock lock = new ReentrantLock();

  private NeuralModel(LoadedModel loaded, ModelId id, NeuralOptions options) {
    this.loaded = loaded;
    this.id = id;
    this.options = options;
    Tokenizer tokenizer = loaded.tokenizer().orElseThrow();
    int[] prompt = prompt(tokenizer);
    int room = loaded.transformer().config().contextLength() - prompt.length;
    if (room < SINGLE_BYTES_MIN) {
      throw new IllegalArgumentException(
          "a model with room for %d tokens cannot code text: at least %d are needed"
              .formatted(room, SINGLE_BYTES_MIN));
    }
    singleBytes = Math.min(SINGLE_BYTES_MAX, room);
    coder = new SegmentCoder(loaded, new Spelling(tokenizer), prompt, options);
  }

  /**
   * Opens a GGUF file, which is read once for its address.
   *
   * @param threads threads that compute
   * @throws IllegalArgumentException if the model has no vocabulary, or hardly any context
   */
  public static NeuralModel open(Path file, int threads, NeuralOptions options) throws IOException {
    ModelId id = id(file);
    LoadedModel loaded = ModelLoader.load(file, threads, Arithmetic.REPRODUCIBLE);
    try {
      if (loaded.tokenizer().isEmpty()) {
        throw new IllegalArgumentException(
            file + " has no vocabulary, so it knows token ids and no text");
      }
      return new NeuralModel(loaded, id, options);
    } catch (RuntimeException | Error e) {
      loaded.close();
      throw e;
    }
  }

  private static ModelId id(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sha256.update(buffer, 0, read);
      }
      return ModelId.ofHash(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * What stands before every text, so that its beginning is expected: the head of an assistant's
   * turn where the vocabulary has ChatML's, else the token that texts begin with.
   */
  private static int[] prompt(Tokenizer tokenizer) {
    Vocabulary vocabulary = tokenizer.vocabulary();
    OptionalInt turn = vocabulary.find(TURN_START);
    if (turn.isEmpty() || vocabulary.kind(turn.getAsInt()) != TokenKind.CONTROL) {
      return new int[] {vocabulary.bos().orElseGet(() -> vocabulary.eos().orElse(0))};
    }
    int[] role = tokenizer.encode("assistant\n", false);
    int[] prompt = new int[1 + role.length];
    prompt[0] = turn.getAsInt();
    System.arraycopy(role, 0, prompt, 1, role.length);
    return prompt;
  }

  @Override
  public Tier tier() {
    return Tier.NEURAL;
  }

  @Override
  public ModelId id() {
    return id;
  }

  @Override
  public Codec newCodec() {
    return new NeuralCodec(this);
  }

  /** Which kernels compute and why, in one line. */
  public String kernelDescription() {
    return loaded.kernelDescription();
  }

  /** The longest text that is one segment, bytes, and the longest segment of a longer one. */
  public int singleBytes() {
    return singleBytes;
  }

  /** About how many bytes segments of longer texts have. */
  int segmentBytes() {
    return Math.min(options.segmentBytes(), singleBytes);
  }

  /** As {@link SegmentCoder#encode}. */
  List<Optional<byte[]>> encode(Segment[] segments) {
    lock.lock();
    try {
      return coder.encode(segments);
    } finally {
      lock.unlock();
    }
  }

  /** As {@link SegmentCoder#decode}. */
  void decode(CodedSegment[] segments) {
    lock.lock();
    try {
      coder.decode(segments);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      loaded.close();
    } finally {
      lock.unlock();
    }
  }
}
