package ryot.lab.plan;

import org.jspecify.annotations.Nullable;

/** A targets file that does not say what is demanded. */
public final class MalformedTargetsException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  MalformedTargetsException(String source, String finding, @Nullable Throwable cause) {
    super(
        source
            + ": expected {\"targets\": [{\"name\", \"benchmark\", \"quantity\", \"direction\","
            + " \"value\", \"unit\"}, ...]}, found: "
            + finding
            + "; correct the file or leave out --targets to use the built-in ones",
        cause);
  }
}
