package ryot.lab.workload;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The questions that come with the lab, one a line. */
final class QuestionBank {

  private static final String RESOURCE = "/ryot/lab/questions.txt";

  private QuestionBank() {}

  /** All questions, in the file's order; lines beginning with {@code #} say where they are from. */
  static List<String> read() {
    try (InputStream in =
        Objects.requireNonNull(QuestionBank.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE, e);
    }
  }
}
