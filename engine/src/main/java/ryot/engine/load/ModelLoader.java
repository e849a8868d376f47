package ryot.engine.load;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import ryot.engine.gguf.GgufFile;
import ryot.engine.kernel.Arithmetic;
import ryot.engine.kernel.KernelChoice;
import ryot.engine.kernel.WorkerTeam;
import ryot.engine.model.ModelConfig;
import ryot.engine.model.Transformer;
import ryot.engine.model.Weights;
import ryot.engine.tokenizer.Tokenizer;

/** Makes a transformer of a GGUF file, or of a model that takes the form of one. */
public final class ModelLoader {
  private static final String NO_VOCABULARY = "no_vocab";

  private ModelLoader() {}

  /**
   * The model in {@code path}, computed by {@code threads} threads as fast as this machine can.
   *
   * @throws ryot.engine.gguf.MalformedGgufException and the others that {@link #load(Path, int,
   *     Arithmetic)} does
   */
  public static LoadedModel load(Path path, int threads) throws IOException {
    return load(path, threads, Arithmetic.FASTEST);
  }

  /**
   * The model in {@code path}, computed by {@code threads} threads.
   *
   * @param arithmetic what is promised about the last bits of what it computes
   * @throws ryot.engine.gguf.MalformedGgufException if the file is damaged or contradicts itself
   * @throws ryot.engine.gguf.UnsupportedTensorTypeException if a tensor's storage cannot be read
   * @throws ryot.engine.tokenizer.UnsupportedTokenizerException if its vocabulary needs what the
   *     tokenizers lack
   * @throws UnsupportedModelException if the model needs what the engine lacks
   */
  public static LoadedModel load(Path path, int threads, Arithmetic arithmetic) throws IOException {
    return load(GgufFile.open(path), threads, arithmetic);
  }

  /**
   * The model that is {@code file}, which is closed with it, or at once if it is refused as above.
   */
  public static LoadedModel load(GgufFile file, int threads) {
    return load(file, threads, Arithmetic.FASTEST);
  }

  @SuppressWarnings("MustBeClosed") // the model closes the arena
  private static LoadedModel load(GgufFile file, int threads, Arithmetic arithmetic) {
    Arena arena = Arena.ofShared();
    WorkerTeam team = WorkerTeam.start(threads);
    try {
      KernelChoice choice = KernelChoice.choose(arithmetic);
      ModelConfig config = ModelConfigReader.read(file);
      CompletableFuture<Optional<Tokenizer>> reading = new CompletableFuture<>();
      Thread.ofPlatform().daemon().name("ryot-tokenizer").start(() -> read(file, reading));
      Weights weights = WeightsReader.read(file, config, choice.kernels(), arena, team);
      Optional<Tokenizer> tokenizer = join(reading);
      Transformer transformer = new Transformer(config, weights, choice.kernels(), team);
      return new LoadedModel(
          file,
          arena,
          tokenizer,
          team,
          transformer,
          choice.kernels().description(),
          choice.reason());
    } catch (RuntimeException | Error e) {
      team.close();
      arena.close();
      file.close();
      throw e;
    }
  }

  /** Needs the metadata alone, which outlive the file. */
  private static void read(GgufFile file, CompletableFuture<Optional<Tokenizer>> reading) {
    try {
      reading.complete(tokenizer(file));
    } catch (RuntimeException | Error e) {
      reading.completeExceptionally(e);
    }
  }

  private static Optional<Tokenizer> join(CompletableFuture<Optional<Tokenizer>> reading) {
    try {
      return reading.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException refused -> throw refused;
        case Error error -> throw error;
        case null, default -> throw e;
      }
    }
  }

  private static Optional<Tokenizer> tokenizer(GgufFile file) {
    String kind = file.metadata().findString("tokenizer.ggml.model").orElse(NO_VOCABULARY);
    return kind.equals(NO_VOCABULARY)
        ? Optional.empty()
        : Optional.of(TokenizerLoader.load(file.metadata()));
  }
}
