package ryot.lab.profile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Data that ships with this package. */
final class LabResource {

  private LabResource() {}

  /** The text of a resource of this module. */
  static String text(String resource) {
    try (InputStream in =
        Objects.requireNonNull(LabResource.class.getResourceAsStream(resource), resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }
}
