package ryot.cli;

import picocli.CommandLine.Command;

/** {@code ryot vault}: an encrypted store of what was processed once. */
@Command(
    name = "vault",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "ΣVAULT: keep texts and what was computed from them, encrypted and safe from crashes.",
      "",
      "What a command stored is durable when it ends. One process at a time writes; any number read"
          + " meanwhile. docs/cli.md says how a passphrase gets in without being seen."
    },
    commandListHeading = "%nCommands:%n",
    footer = {
      "  export RYOT_VAULT=~/notes.vault",
      "  ./ryot vault create",
      "  ./ryot vault put rome notes/rome.md --tag travel",
      "  ./ryot vault get rome",
    })
final class VaultCommand extends CommandGroup {}
