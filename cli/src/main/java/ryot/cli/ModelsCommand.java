package ryot.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import ryot.models.CatalogModel;
import ryot.models.Fingerprint;
import ryot.models.ModelStatus;
import ryot.models.ModelStore;

/** {@code ryot models}: the catalogue, and what of it is here. */
@Command(
    name = "models",
    description = {
      "List the models that can be had by name, and what of them is on this machine.",
      "",
      "Every command that takes a model takes one of these names, or any GGUF file. A file"
          + " models.json in the models' folder adds models of your own."
    },
    footer = {
      "  ./ryot models",
      "  ./ryot pull SmolLM2-360M-Instruct",
    })
final class ModelsCommand implements Callable<Integer> {

  private final Terminal terminal;

  ModelsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    ModelStore store = ModelStore.open();
    String usual = store.catalog().defaultModel().name();
    Table table =
        new Table(
            Table.Side.LEFT,
            Table.Side.RIGHT,
            Table.Side.LEFT,
            Table.Side.RIGHT,
            Table.Side.RIGHT,
            Table.Side.LEFT,
            Table.Side.LEFT,
            Table.Side.LEFT);
    table.row("name", "weights", "type", "size", "context", "chat", "licence", "here");
    for (ModelStatus status : store.statuses()) {
      CatalogModel model = status.model();
      table.row(
          model.name().equals(usual) ? model.name() + " *" : model.name(),
          model.parameters(),
          model.quantization(),
          size(status),
          Figures.count(model.contextLength()),
          model.chatFormat(),
          model.licence(),
          here(status));
    }
    terminal.print(table);
    terminal.out().printf("%n* the default model. Files lie in %s%n", store.folder());
    return ExitCode.OK;
  }

  private static String size(ModelStatus status) {
    Fingerprint fingerprint = status.model().fingerprint();
    if (fingerprint != null) {
      return Figures.size(fingerprint.sizeBytes());
    }
    return status.state() == ModelStatus.State.INSTALLED ? Figures.size(status.bytesHere()) : "";
  }

  private static String here(ModelStatus status) {
    return switch (status.state()) {
      case ABSENT -> "";
      case PARTIAL -> Figures.size(status.bytesHere()) + " of it";
      case INSTALLED -> "yes";
      case UNVERIFIED -> "yes, not verified yet";
      case DAMAGED -> "damaged: pull it again";
    };
  }
}
