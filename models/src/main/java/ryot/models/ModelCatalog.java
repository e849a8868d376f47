package ryot.models;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The models known by name, which one is meant when none is named, and the hubs they are looked for
 * at. Read from a data file; a user's own file extends the built-in one.
 */
public final class ModelCatalog {

  private static final String BUILT_IN = "catalog.json";
  private static final long FILE_BYTES_MAX = 4L << 20;

  private final List<CatalogModel> models;
  private final @Nullable String defaultName;
  private final List<URI> hubs;

  /** Lower-case names and aliases. */
  private final Map<String, CatalogModel> byName = new HashMap<>();

  ModelCatalog(List<CatalogModel> models, @Nullable String defaultName, List<URI> hubs) {
    this.models = List.copyOf(models);
    this.defaultName = defaultName;
    this.hubs = List.copyOf(hubs);
    for (CatalogModel model : models) {
      model.aliases().forEach(alias -> byName.putIfAbsent(key(alias), model));
    }
    models.forEach(model -> byName.put(key(model.name()), model));
  }

  /** The catalogue that comes with the product. */
  public static ModelCatalog builtIn() throws IOException {
    try (InputStream stream = ModelCatalog.class.getResourceAsStream(BUILT_IN)) {
      if (stream == null) {
        throw new IOException("the built-in " + BUILT_IN + " is missing from the jar");
      }
      return CatalogReader.read(BUILT_IN, stream.readAllBytes());
    }
  }

  /**
   * Reads a catalogue file.
   *
   * @throws MalformedCatalogException naming the place, if anything in it is not as it should be
   */
  public static ModelCatalog read(Path file) throws IOException {
    if (Files.size(file) > FILE_BYTES_MAX) {
      throw new MalformedCatalogException(
          file + ": " + Files.size(file) + " bytes; a catalogue has at most " + FILE_BYTES_MAX);
    }
    return CatalogReader.read(file.toString(), Files.readAllBytes(file));
  }

  /**
   * This catalogue with another's models added. A model of the same name is replaced; the other's
   * default and hubs, where it has any, take precedence.
   */
  public ModelCatalog extendedBy(ModelCatalog other) {
    List<CatalogModel> all = new ArrayList<>(other.models);
    for (CatalogModel model : models) {
      if (other.models.stream().noneMatch(o -> key(o.name()).equals(key(model.name())))) {
        all.add(model);
      }
    }
    return new ModelCatalog(
        all,
        other.defaultName == null ? defaultName : other.defaultName,
        other.hubs.isEmpty() ? hubs : other.hubs);
  }

  /** All models; a user's own come first, else in the file's order. */
  public List<CatalogModel> models() {
    return models;
  }

  /** Base addresses of the hubs, tried in this order; no slash at the end. */
  public List<URI> hubs() {
    return hubs;
  }

  /** The model that is meant when none is named. */
  public CatalogModel defaultModel() {
    if (defaultName == null) {
      throw new IllegalStateException("this catalogue names no default model");
    }
    return require(defaultName);
  }

  /** The model of this name or alias, without regard to case. */
  public Optional<CatalogModel> find(String name) {
    return Optional.ofNullable(byName.get(key(name)));
  }

  /**
   * The model of this name or alias.
   *
   * @throws UnknownModelException with the closest names, if there is none
   */
  public CatalogModel require(String name) {
    return find(name).orElseThrow(() -> new UnknownModelException(unknown(name)));
  }

  private String unknown(String name) {
    List<String> close = CloseNames.of(name, models);
    String hint =
        close.isEmpty()
            ? "The catalogue has "
                + String.join(", ", models.stream().map(CatalogModel::name).toList())
            : "Did you mean " + String.join(" or ", close) + "?";
    return "no model is called \""
        + name
        + "\", and no such file exists. "
        + hint
        + "\n`ryot models` lists the names, `ryot pull NAME` fetches one, and a path to any GGUF file"
        + " works in place of a name.";
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
