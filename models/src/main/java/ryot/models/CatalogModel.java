package ryot.models;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One model of the catalogue: what it is and where its file can be had.
 *
 * @param name as people write it; unique without regard to case
 * @param aliases shorter names, each as unique as the name
 * @param description one sentence for lists
 * @param architecture as in GGUF's {@code general.architecture}
 * @param parameters rounded, for people: {@code 135M}, {@code 1.7B}
 * @param quantization as in GGUF: {@code Q4_1}, {@code Q4_K_M}
 * @param licence SPDX identifier, or the licence's own name where it has none
 * @param contextLength tokens the model was made for
 * @param chatFormat {@code chatml}, {@code llama3}, ...
 * @param file name of the file in the store; a plain name, unique in the catalogue
 * @param fingerprint size and hash of the file, or null where only the hub can state them
 * @param sources where to look, in this order; at least one
 */
public record CatalogModel(
    String name,
    List<String> aliases,
    String description,
    String architecture,
    String parameters,
    String quantization,
    String licence,
    int contextLength,
    String chatFormat,
    String file,
    @Nullable Fingerprint fingerprint,
    List<SourceRef> sources) {

  /** Copies the lists. */
  public CatalogModel {
    aliases = List.copyOf(aliases);
    sources = List.copyOf(sources);
  }
}
