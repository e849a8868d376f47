package ryot.vault.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Reads test vectors: a vector is a line, its fields have spaces between them. */
final class Vectors {
  private Vectors() {}

  static List<String[]> of(String resource) {
    try (InputStream in = Vectors.class.getResourceAsStream(resource)) {
      String text = new String(Objects.requireNonNull(in, resource).readAllBytes(), UTF_8);
      return Stream.of(text.split("\n", -1))
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .map(line -> line.split(" ", -1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes in hexadecimal, with or without spaces; {@code -} for none. */
  static byte[] hex(String digits) {
    return digits.equals("-") ? new byte[0] : HexFormat.of().parseHex(digits.replace(" ", ""));
  }
}
