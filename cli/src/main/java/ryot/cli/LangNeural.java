package ryot.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ryot.lang.ModelId;
import ryot.lang.Tier;
import ryot.models.CatalogModel;
import ryot.models.Fingerprint;
import ryot.models.ModelStore;
import ryot.neural.NeuralModel;
import ryot.neural.NeuralOptions;

/** The language model of the neural tier, and how it is computed. */
final class LangNeural {

  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description =
          "neural: a model's name ('ryot models' lists them) or a GGUF file (default: the default"
              + " model; for reading, the one that the file names).")
  private @Nullable String model;

  @Mixin private final ModelChoice.Offline offline = new ModelChoice.Offline();

  @Mixin private final ThreadCount threads = new ThreadCount();

  /** The model that was asked for, or the default one. */
  NeuralModel open(Terminal terminal, NeuralOptions options) throws IOException {
    return open(offline.resolve(model, terminal), options);
  }

  /** The model in {@code file}. */
  NeuralModel open(Path file, NeuralOptions options) throws IOException {
    return NeuralModel.open(file, threads.orProcessors(), options);
  }

  /**
   * The file of the model that a container was coded with: the one asked for, or one of the
   * catalogue. Empty if the container names no language model, or one that is not known.
   */
  Optional<Path> file(Terminal terminal, Map<Tier, ModelId> named) throws IOException {
    ModelId id = named.get(Tier.NEURAL);
    if (id == null) {
      return Optional.empty();
    }
    if (model != null) {
      return Optional.of(offline.resolve(model, terminal));
    }
    Optional<CatalogModel> known =
        ModelStore.open().catalog().models().stream()
            .filter(candidate -> isContent(candidate.fingerprint(), id))
            .findFirst();
    return known.isEmpty()
        ? Optional.empty()
        : Optional.of(offline.resolve(known.get().name(), terminal));
  }

  private static boolean isContent(@Nullable Fingerprint fingerprint, ModelId id) {
    return fingerprint != null && fingerprint.sha256().startsWith(id.toString());
  }
}
