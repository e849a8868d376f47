package ryot.lab.workload;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * The messages that ship with the lab: answers of open models to prompts that nothing in ΣLANG was
 * trained on, one behind the other ({@code messages-licence.txt}).
 */
final class HeldOutMessages {
  private static final String MESSAGES = "/ryot/lab/messages.txt";

  private HeldOutMessages() {}

  /** All of them, in UTF-8. */
  static byte[] read() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(HeldOutMessages.class.getResourceAsStream(MESSAGES), MESSAGES)) {
      return in.readAllBytes();
    }
  }
}
