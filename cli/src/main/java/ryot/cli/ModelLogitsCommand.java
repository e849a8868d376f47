package ryot.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ryot.engine.cache.KvCache;
import ryot.engine.cache.KvType;
import ryot.engine.load.LoadedModel;
import ryot.engine.load.ModelLoader;
import ryot.engine.model.Batch;
import ryot.engine.model.Transformer;
import ryot.engine.model.Workspace;
import ryot.engine.sample.Sampler;
import ryot.engine.sample.SamplingOptions;

/** {@code ryot model logits}: what a model computes, for comparing with other implementations. */
@Command(
    name = "logits",
    description = {
      "Write the logits after given tokens, and after each token of the greedy continuation.",
      "",
      "The file holds rows of little-endian float32, one value for each token of the vocabulary:"
          + " first the row after the last of the given tokens, then one row after each greedy"
          + " token. The greedy token ids are printed. The model needs no tokenizer. Keys and values"
          + " are kept in float32 unless told otherwise, so that nothing but the weights is rounded."
    },
    footer = {
      "  ./ryot model logits --model my.gguf --tokens 1,15,27 --greedy 8 --out rows.f32",
      "  python3 -c 'import numpy; print(numpy.fromfile(\"rows.f32\", \"<f4\").reshape(9, -1).argmax(1))'",
    })
final class ModelLogitsCommand implements Callable<Integer> {

  private static final int PREFILL_TOKENS = 256;

  private final Terminal terminal;

  @Mixin private final ModelChoice model = new ModelChoice();

  @Option(
      names = "--tokens",
      required = true,
      paramLabel = "IDS",
      description = "Token ids with commas or blanks between them, at least one.")
  private String tokens = "";

  @Option(
      names = "--greedy",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "How many tokens to continue with, each the likeliest (default: ${DEFAULT-VALUE}).")
  private int greedy;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE",
      description = "Where the rows go; written whole or not at all.")
  private Path out = Path.of("");

  @Mixin private final Computing computing = new Computing();

  ModelLogitsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (greedy < 0) {
      throw new IllegalArgumentException("--greedy must be 0 or more, is " + greedy);
    }
    try (LoadedModel loaded = ModelLoader.load(model.file(terminal), computing.threads());
        FloatRows rows = FloatRows.create(out)) {
      int[] ids = TokenIds.parse(tokens, loaded.transformer().config().vocabularySize());
      if (ids.length == 0) {
        throw new IllegalArgumentException("--tokens needs at least one id");
      }
      int[] chosen = compute(loaded.transformer(), ids, rows);
      rows.publish();
      terminal.out().println(TokenIds.format(chosen));
    }
    return ExitCode.OK;
  }

  /** Writes all rows; returns the greedy tokens. */
  private int[] compute(Transformer transformer, int[] prompt, FloatRows rows)
      throws IOException, InterruptedException {
    int context = transformer.config().contextLength();
    int length = prompt.length + greedy;
    if (length > context) {
      throw new IllegalArgumentException(
          "%d tokens and %d greedy ones do not fit the model's context of %d"
              .formatted(prompt.length, greedy, context));
    }
    KvCache cache = transformer.newCache(computing.kvType(KvType.F32), length);
    Workspace workspace = transformer.newWorkspace(Math.min(prompt.length, PREFILL_TOKENS), 1);
    Sampler sampler =
        Sampler.create(SamplingOptions.greedy(), transformer.config().vocabularySize());
    int[] all = Arrays.copyOf(prompt, length);
    for (int done = 0; done < prompt.length; ) {
      int next = Math.min(prompt.length, done + workspace.maxTokens());
      step(transformer, Batch.of(cache, all, done, next), workspace);
      done = next;
    }
    rows.write(workspace.logits(0));
    for (int at = prompt.length; at < length; at++) {
      all[at] = sampler.sample(workspace.logits(0));
      step(transformer, Batch.of(cache, all, at, at + 1), workspace);
      rows.write(workspace.logits(0));
    }
    return Arrays.copyOfRange(all, prompt.length, length);
  }

  private static void step(Transformer transformer, Batch batch, Workspace workspace)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    transformer.forward(batch, workspace);
  }
}
