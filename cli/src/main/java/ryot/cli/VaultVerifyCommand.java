package ryot.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import ryot.vault.Vault;
import ryot.vault.log.LogCheck;

/** {@code ryot vault verify}: reads and authenticates all of it. */
@Command(
    name = "verify",
    description = {
      "Read all of a vault and authenticate every frame and every link between commits. The first"
          + " place that is not as it was written is named, with file and offset, and the exit code"
          + " is 1.",
      "",
      "The root that it prints stands for all that was ever written and sealed. Note it elsewhere:"
          + " with --anchor it tells later whether an older copy of the whole folder was put back."
    },
    footer = {
      "  ./ryot vault verify",
      "  ./ryot vault verify --anchor 12-5f0a…  # the root that was noted",
      "  ./ryot vault verify --anchor /mnt/usb/notes.anchor || mail -s 'vault!' me </dev/null",
    })
final class VaultVerifyCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final Interrupts interrupts;

  @Mixin private final VaultFlags vault = new VaultFlags();

  VaultVerifyCommand(Terminal terminal, Interrupts interrupts) {
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  @Override
  public Integer call() throws IOException {
    try (Vault open = vault.reading(terminal, interrupts)) {
      long begun = System.nanoTime();
      LogCheck check = VaultProgress.during(terminal, "reading", open::verify);
      terminal
          .out()
          .printf(
              "all is as it was written: %s in %s, %s, %s, in %s%n",
              Figures.size(check.bytes()),
              Figures.count(check.segments(), "segment"),
              Figures.count(check.frames(), "frame"),
              Figures.count(check.commits(), "commit"),
              Figures.duration((System.nanoTime() - begun) / 1e9));
      terminal.out().println("root " + check.root());
    }
    return ExitCode.OK;
  }
}
