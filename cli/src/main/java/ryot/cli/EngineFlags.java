package ryot.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ryot.engine.Engine;
import ryot.engine.EngineOptions;
import ryot.engine.tokenizer.Tokenizer;

/** How the engine is opened: {@code --context}, {@code --threads}, {@code --kv-type}. */
final class EngineFlags {

  @Option(
      names = {"-c", "--context"},
      paramLabel = "N",
      description = "Most tokens that prompt and answer may have together (default: the model's).")
  private int context;

  @Mixin private final Computing computing = new Computing();

  /** The engine's options; what is not given is the engine's own choice. */
  EngineOptions options() {
    EngineOptions usual = EngineOptions.defaults();
    return new EngineOptions(computing.threads(), computing.kvType(usual.kvType()), context);
  }

  /** The model's tokenizer, without which there is no text. */
  static Tokenizer tokenizer(Engine engine) {
    return engine
        .tokenizer()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the model file has no vocabulary, so it knows token ids and no text; 'ryot"
                        + " model logits' works on ids"));
  }
}
