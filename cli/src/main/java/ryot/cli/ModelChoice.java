package ryot.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ryot.models.ModelStore;

/** Which model a command works on: {@code --model} and {@code --offline}. */
final class ModelChoice {

  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description =
          "A model's name ('ryot models' lists them) or a GGUF file (default: the default model).")
  private @Nullable String model;

  @Mixin private final Offline offline = new Offline();

  /** The model's file; pulled, with its progress shown, if it is missing and may be. */
  Path file(Terminal terminal) throws IOException {
    return offline.resolve(model, terminal);
  }

  /** Whether the person named one. */
  boolean given() {
    return model != null;
  }

  /** The model as the person named it, or the default model's name. */
  String name() throws IOException {
    return model == null ? ModelStore.open().catalog().defaultModel().name() : model;
  }

  /** Whether a missing model may be fetched: {@code --offline}. */
  static final class Offline {

    @Option(names = "--offline", description = "Never touch the network: the model must be here.")
    private boolean offline;

    /**
     * The file of a model.
     *
     * @param model a name, an alias or a file; null for the default model
     */
    Path resolve(@Nullable String model, Terminal terminal) throws IOException {
      ModelStore store = ModelStore.open();
      String wanted = model == null ? store.catalog().defaultModel().name() : model;
      try (PullDisplay display = new PullDisplay(terminal)) {
        return store.resolve(wanted, offline, display.progress());
      }
    }
  }
}
