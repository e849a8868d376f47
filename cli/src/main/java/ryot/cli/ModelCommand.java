package ryot.cli;

import picocli.CommandLine.Command;

/** {@code ryot model}: looks into model files. */
@Command(
    name = "model",
    synopsisSubcommandLabel = "COMMAND",
    description = "Look into a model file: what is in it, and what it makes of text and tokens.",
    commandListHeading = "%nCommands:%n",
    footer = {
      "  ./ryot model info SmolLM2-135M-Instruct",
      "  echo 'Hello, world' | ./ryot model tokenize",
      "  ./ryot model logits --model my.gguf --tokens 1,15,27 --greedy 8 --out rows.f32",
    })
final class ModelCommand extends CommandGroup {}
