package ryot.lab.plan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The demands of a day, from a file that a user can change.
 *
 * @param source where they were read: a file's path, or the built-in defaults
 */
public record Targets(List<Target> targets, String source) {

  /** The file that is used when it exists in the working directory and no other is named. */
  public static final Path PROJECT_FILE = Path.of("config", "targets.json");

  private static final String DEFAULTS = "/ryot/lab/targets.json";

  public Targets {
    targets = List.copyOf(targets);
  }

  /** What the file holds. */
  private record Document(List<Target> targets) {}

  /**
   * Reads the targets: from {@code named} when given, else from {@link #PROJECT_FILE} under {@code
   * folder} when it is there, else the built-in ones.
   *
   * @throws MalformedTargetsException if the file is not a list of targets
   */
  public static Targets read(Optional<Path> named, Path folder) throws IOException {
    Path file = named.orElse(folder.resolve(PROJECT_FILE));
    if (named.isPresent() || Files.exists(file)) {
      return parse(Files.readString(file), file.toString());
    }
    try (InputStream defaults =
        Objects.requireNonNull(Targets.class.getResourceAsStream(DEFAULTS), DEFAULTS)) {
      return parse(
          new String(defaults.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8),
          "built-in defaults");
    }
  }

  static Targets parse(String json, String source) {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();
    @Nullable Document document;
    try {
      document = mapper.readValue(json, Document.class);
    } catch (JacksonException e) {
      String finding = e.getOriginalMessage();
      int remark = finding.indexOf("; `");
      throw new MalformedTargetsException(
          source, remark < 0 ? finding : finding.substring(0, remark), e);
    }
    if (document == null || document.targets().isEmpty()) {
      throw new MalformedTargetsException(source, "no targets", null);
    }
    for (Target target : document.targets()) {
      if (!(target.value() > 0) || Double.isInfinite(target.value())) {
        throw new MalformedTargetsException(
            source,
            "\"" + target.name() + "\" has the value " + target.value() + ", which is not above 0",
            null);
      }
    }
    return new Targets(document.targets(), source);
  }
}
