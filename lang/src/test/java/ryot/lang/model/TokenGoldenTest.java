package ryot.lang.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import ryot.lang.MalformedPayloadException;

/**
 * A message coded once by the tables that ship, and what it has to decode to as long as those
 * tables are known. {@code -Dryot.golden.update=true} writes the file anew, which is right only
 * when the tables change, and with them their id.
 */
class TokenGoldenTest {

  private static final Path GOLDEN = Path.of("src/test/resources/golden/token-message.txt");

  private static final String MESSAGE =
      """
      Here are three ways to read a file in Python:

      1. **open()**: `with open("notes.txt") as f: print(f.read())`
      2. **pathlib**: `Path("notes.txt").read_text()`

      However, if the file is very large, read it line by line.
      """;

  @Test
  void theGoldenMessageIsCodedAsEver() throws IOException {
    TokenTables tables = TokenTables.standard();
    TokenCodec codec = new TokenCodec(tables);
    byte[] raw = MESSAGE.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[raw.length];
    int size = codec.encode(raw, 0, raw.length, out, 0);
    String id = HexFormat.of().formatHex(tables.id());
    String payload = HexFormat.of().formatHex(out, 0, size);
    if (Boolean.getBoolean("ryot.golden.update")) {
      Files.createDirectories(GOLDEN.getParent());
      Files.write(GOLDEN, List.of(id, payload));
    }
    List<String> golden = Files.readAllLines(GOLDEN);
    assertThat(List.of(id, payload)).isEqualTo(golden);
    byte[] back = new byte[raw.length];
    byte[] coded = HexFormat.of().parseHex(golden.get(1));
    codec.decode(coded, 0, coded.length, back, 0, back.length);
    assertThat(back).isEqualTo(raw);
  }

  @Test
  void theGoldenMessageIsRefusedWithAnyBitFlipped() throws IOException {
    TokenCodec codec = new TokenCodec(TokenTables.standard());
    byte[] coded = HexFormat.of().parseHex(Files.readAllLines(GOLDEN).get(1));
    byte[] back = new byte[MESSAGE.length()];
    for (int bit = 0; bit < coded.length * 8; bit++) {
      byte[] flipped = coded.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertRefused(codec, flipped, back);
    }
  }

  private static void assertRefused(TokenCodec codec, byte[] payload, byte[] back) {
    assertThatThrownBy(() -> codec.decode(payload, 0, payload.length, back, 0, back.length))
        .isInstanceOf(MalformedPayloadException.class)
        .hasMessageContaining("token tier");
  }
}
