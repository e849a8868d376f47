package ryot.cli;

import picocli.CommandLine.Command;

/** {@code ryot vault passphrase}: what unlocks a vault. */
@Command(
    name = "passphrase",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Change, add, list and remove what unlocks a vault. Nothing that it holds is written anew."
    },
    commandListHeading = "%nCommands:%n",
    footer = {
      "  ./ryot vault passphrase change",
      "  ./ryot vault passphrase add --new-key-file server.key",
      "  ./ryot vault passphrase ls",
    })
final class VaultPassphraseCommand extends CommandGroup {}
