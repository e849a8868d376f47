package ryot.lang.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The tables and the dictionary that ship are those that were written down: what was coded by
 * others would not be read any more. {@code -Dryot.golden.update=true} writes the file anew, which
 * is right only when they are meant to change.
 */
class ShippedGoldenTest {

  private static final Path GOLDEN = Path.of("src/test/resources/golden/shipped.txt");
  private static final List<String> SHIPPED =
      List.of("/ryot/lang/model/standard.tables", "/ryot/lang/zstd/standard.dict");

  @Test
  void whatShipsIsWhatWasWrittenDown() throws IOException, NoSuchAlgorithmException {
    List<String> hashes = new ArrayList<>();
    for (String name : SHIPPED) {
      try (InputStream file = Sigma.class.getResourceAsStream(name)) {
        assertThat(file).as(name).isNotNull();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(file.readAllBytes());
        hashes.add(HexFormat.of().formatHex(hash) + "  " + name);
      }
    }
    if (Boolean.getBoolean("ryot.golden.update")) {
      Files.write(GOLDEN, hashes);
    }
    assertThat(hashes).isEqualTo(Files.readAllLines(GOLDEN));
  }
}
