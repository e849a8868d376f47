package ryot.lab.workload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import ryot.engine.Engine;
import ryot.engine.EngineOptions;
import ryot.engine.cache.KvType;
import ryot.engine.generate.Generation;
import ryot.engine.generate.GenerationEvent;
import ryot.engine.generate.GenerationRequest;
import ryot.engine.generate.Sequence;
import ryot.engine.sample.SamplingOptions;
import ryot.engine.tokenizer.Tokenizer;
import ryot.lab.results.Subject;

/** Our own engine, in this process. */
public final class EngineSystem implements MeasuredSystem {

  private final Engine engine;
  private final EngineOptions options;
  private final Optional<PromptTokens> tokens;

  private EngineSystem(Engine engine, EngineOptions options, Optional<PromptTokens> tokens) {
    this.engine = engine;
    this.options = options;
    this.tokens = tokens;
  }

  /** Opens the model; the caller closes. */
  public static EngineSystem open(SystemSettings settings) throws IOException {
    EngineOptions defaults = EngineOptions.defaults();
    EngineOptions options =
        new EngineOptions(
            settings.threads() > 0 ? settings.threads() : defaults.threads(),
            settings.kvType().isEmpty() ? defaults.kvType() : KvType.valueOf(settings.kvType()),
            settings.contextLength());
    Engine engine = Engine.open(Path.of(settings.modelFile()), options);
    Optional<Tokenizer> tokenizer = engine.tokenizer();
    return new EngineSystem(
        engine,
        options,
        tokenizer.map(known -> TokenizedPrompts.of(known, engine.chatTemplateSource())));
  }

  @Override
  public Subject description() {
    return new Subject(
        "ryot engine",
        engine.config().architecture().toString(),
        engine.kernelDescription(),
        options.threads(),
        options.kvType().toString(),
        engine.contextLength(),
        prompts(0).description(),
        null);
  }

  @Override
  public PromptSource prompts(long seed) {
    return tokens.isPresent()
        ? new ChatPrompts(tokens.get(), QuestionBank.read(), seed)
        : new RandomPrompts(engine.config().vocabularySize(), seed);
  }

  @Override
  public TokenStream submit(int[] prompt, int maxTokens) {
    Sequence sequence = engine.newSequence();
    GenerationRequest request =
        new GenerationRequest(
            prompt, maxTokens, SamplingOptions.greedy(), List.of(), new int[0], true);
    return new EngineStream(sequence, engine.submit(sequence, request));
  }

  @Override
  public void close() {
    engine.close();
  }

  /** A generation and the sequence made for it. */
  private record EngineStream(Sequence sequence, Generation generation) implements TokenStream {

    @Override
    public boolean next() throws InterruptedException {
      return switch (generation.next()) {
        case GenerationEvent.TextDelta token -> true;
        case GenerationEvent.Finished end -> false;
      };
    }

    @Override
    public void close() {
      generation.close();
      sequence.close();
    }
  }
}
