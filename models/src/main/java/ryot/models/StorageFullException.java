package ryot.models;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * No room for a model: says the place, what is needed and what is there. What was fetched stays for
 * a resumption.
 */
public final class StorageFullException extends IOException {
  private static final long serialVersionUID = 1L;

  StorageFullException(Path place, long neededBytes, long usableBytes, @Nullable Throwable cause) {
    super(
        String.format(
            Locale.ROOT,
            "no space left in %s: %,d more bytes are needed, %,d are available; free some space or"
                + " point RYOT_MODELS to a roomier folder, then pull again (what was fetched is kept)",
            place,
            neededBytes,
            usableBytes),
        cause);
  }
}
