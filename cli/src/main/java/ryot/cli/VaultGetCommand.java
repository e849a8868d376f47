package ryot.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ryot.vault.StoredRsu;
import ryot.vault.Vault;

/** {@code ryot vault get}: a unit's text, or its bytes. */
@Command(
    name = "get",
    description = {
      "Print a unit's text, or its bytes if it has none, exactly as they were stored. With --json,"
          + " all that is known of it, and its text."
    },
    footer = {
      "  ./ryot vault get rome",
      "  ./ryot vault get model.gguf -o model.gguf",
      "  ./ryot vault get rome --json | jq .tags",
    })
final class VaultGetCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Interrupts interrupts;

  @Parameters(paramLabel = "ID", description = "What the unit is called.")
  private String id = "";

  @Mixin private final VaultFlags vault = new VaultFlags();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Where to (default: standard output).")
  private @Nullable Path out;

  @Option(names = "--force", description = "Replace a file that is there.")
  private boolean force;

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  VaultGetCommand(Terminal terminal, Interrupts interrupts) {
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  @Override
  public Integer call() throws IOException {
    if (out != null) {
      Conversion.requireFree(out, force);
    }
    try (Vault open = vault.reading(terminal, interrupts)) {
      StoredRsu unit =
          open.find(id)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "no unit '%s' in %s; './ryot vault ls' lists those that are"
                              .formatted(id, vault.folder())));
      new Conversion(null, out, force).deliver(terminal, target -> write(unit, target));
    }
    return ExitCode.OK;
  }

  private void write(StoredRsu unit, OutputStream target) throws IOException {
    Optional<String> text = unit.text();
    if (json) {
      target.write((VaultJson.of(unit, text) + "\n").getBytes(StandardCharsets.UTF_8));
    } else if (text.isPresent()) {
      target.write(text.get().getBytes(StandardCharsets.UTF_8));
    } else {
      try (InputStream in = unit.kvStream()) {
        in.transferTo(target);
      }
    }
  }
}
