package ryot.models;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** A catalogue file's JSON, wholly validated, to a {@link ModelCatalog}. */
final class CatalogReader {

  private static final int VERSION = 1;
  private static final long SIZE_BYTES_MAX = 1L << 42;

  /** A plain file name, so that no catalogue can write outside the store. */
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*\\.gguf");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final Pattern REPOSITORY = Pattern.compile("[\\w.-]+/[\\w.-]+");
  private static final Pattern PACKAGE =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");
  private static final Pattern PACKAGE_VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.!+_-]*");
  private static final Pattern REVISION = Pattern.compile("\\w[\\w./-]*");

  private static final Set<String> CATALOG_FIELDS = fields("version", "default", "hubs", "models");
  private static final Set<String> HUB_FIELDS = fields("kind", "repository", "file", "revision");
  private static final Set<String> PYTHON_FIELDS =
      fields("kind", "package", "version", "entry", "wheelBytes");
  private static final Set<String> MODEL_FIELDS =
      fields(
          "name",
          "aliases",
          "description",
          "architecture",
          "parameters",
          "quantization",
          "licence",
          "context",
          "chatFormat",
          "file",
          "sizeBytes",
          "sha256",
          "sources");

  private CatalogReader() {}

  private static Set<String> fields(String... names) {
    return new TreeSet<>(List.of(names));
  }

  /**
   * Reads a catalogue.
   *
   * @param origin what to call the file in complaints
   * @throws MalformedCatalogException if anything in it is not as it should be
   */
  static ModelCatalog read(String origin, byte[] json) {
    CatalogNode root = parse(origin, json).object(CATALOG_FIELDS);
    root.require("version").number(VERSION, VERSION);
    List<URI> hubs = new ArrayList<>();
    root.find("hubs").ifPresent(list -> list.items().forEach(hub -> hubs.add(hubAddress(hub))));
    List<CatalogModel> models = new ArrayList<>();
    Map<String, String> places = new LinkedHashMap<>();
    for (CatalogNode item : root.require("models").items()) {
      CatalogModel model = model(item.object(MODEL_FIELDS));
      claim(places, model.name(), item.require("name"));
      item.find("aliases").ifPresent(list -> list.items().forEach(a -> claim(places, a.text(), a)));
      claim(places, "file " + model.file(), item.require("file"));
      models.add(model);
    }
    Optional<CatalogNode> preferred = root.find("default");
    if (preferred.isPresent()
        && models.stream().noneMatch(m -> m.name().equals(preferred.get().text()))) {
      throw preferred.get().failure("the name of a model in this file");
    }
    return new ModelCatalog(
        models, preferred.map(CatalogNode::text).orElse(null), List.copyOf(hubs));
  }

  private static CatalogNode parse(String origin, byte[] json) {
    try {
      return new CatalogNode(origin, "", JsonValue.parse(json));
    } catch (JacksonException e) {
      String place =
          e.getLocation() == null
              ? ""
              : " at line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr();
      throw new MalformedCatalogException(origin + place + ": not JSON: " + e.getOriginalMessage());
    }
  }

  /** Names, aliases and file names are each one's own, without regard to case. */
  private static void claim(Map<String, String> places, String name, CatalogNode node) {
    String other = places.putIfAbsent(name.toLowerCase(Locale.ROOT), node.path());
    if (other != null) {
      throw node.failure("a name of its own (" + other + " has it already)");
    }
  }

  private static CatalogModel model(CatalogNode node) {
    CatalogNode name = node.require("name");
    List<String> aliases = new ArrayList<>();
    node.find("aliases")
        .ifPresent(list -> list.items().forEach(a -> aliases.add(matching(a, NAME, "a name"))));
    Fingerprint fingerprint = fingerprint(node);
    List<CatalogNode> sources = node.require("sources").items();
    if (sources.isEmpty()) {
      throw node.require("sources").failure("at least one source");
    }
    return new CatalogModel(
        matching(name, NAME, "a name of letters, digits, '.', '_' and '-'"),
        aliases,
        node.require("description").text(),
        node.require("architecture").text(),
        node.require("parameters").text(),
        node.require("quantization").text(),
        node.require("licence").text(),
        (int) node.require("context").number(1, Integer.MAX_VALUE),
        node.require("chatFormat").text(),
        matching(node.require("file"), FILE_NAME, "a plain file name ending in .gguf"),
        fingerprint,
        sources.stream().map(source -> source(source, fingerprint)).toList());
  }

  private static @Nullable Fingerprint fingerprint(CatalogNode node) {
    Optional<CatalogNode> size = node.find("sizeBytes");
    Optional<CatalogNode> hash = node.find("sha256");
    if (size.isEmpty() && hash.isEmpty()) {
      return null;
    }
    String sha256 = node.require("sha256").text().toLowerCase(Locale.ROOT);
    if (!Fingerprint.isSha256(sha256)) {
      throw node.require("sha256").failure("64 hexadecimal digits");
    }
    return new Fingerprint(node.require("sizeBytes").number(1, SIZE_BYTES_MAX), sha256);
  }

  private static SourceRef source(CatalogNode node, @Nullable Fingerprint fingerprint) {
    CatalogNode kind = node.require("kind");
    return switch (kind.text()) {
      case "hub" -> hub(node.object(HUB_FIELDS));
      case "python" -> {
        if (fingerprint == null) {
          throw new MalformedCatalogException(
              node.place() + ": a Python source needs the model's sizeBytes and sha256");
        }
        yield pythonPackage(node.object(PYTHON_FIELDS));
      }
      default -> throw kind.failure("\"hub\" or \"python\"");
    };
  }

  private static SourceRef hub(CatalogNode node) {
    return new SourceRef.Hub(
        matching(node.require("repository"), REPOSITORY, "owner/name"),
        relativePath(node.require("file")),
        matching(node.require("revision"), REVISION, "a branch, tag or commit"));
  }

  private static SourceRef pythonPackage(CatalogNode node) {
    return new SourceRef.PythonPackage(
        matching(node.require("package"), PACKAGE, "a package name"),
        matching(node.require("version"), PACKAGE_VERSION, "an exact version"),
        relativePath(node.require("entry")),
        node.find("wheelBytes").map(n -> n.number(1, SIZE_BYTES_MAX)).orElse(null));
  }

  private static URI hubAddress(CatalogNode node) {
    try {
      return hubAddress(node.text());
    } catch (IllegalArgumentException e) {
      throw node.failure("an http or https address");
    }
  }

  /** A hub's base address without the slash at its end. */
  static URI hubAddress(String text) {
    try {
      URI address = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      if (address.getHost() != null
          && ("https".equals(address.getScheme()) || "http".equals(address.getScheme()))) {
        return address;
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not an address: " + text, e);
    }
    throw new IllegalArgumentException("not an http or https address: " + text);
  }

  private static String relativePath(CatalogNode node) {
    String path = node.text();
    if (path.startsWith("/") || List.of(path.split("/", -1)).contains("..")) {
      throw node.failure("a path inside the source");
    }
    return path;
  }

  private static String matching(CatalogNode node, Pattern pattern, String expected) {
    if (!pattern.matcher(node.text()).matches()) {
      throw node.failure(expected);
    }
    return node.text();
  }
}
