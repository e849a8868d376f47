package ryot.vault.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HkdfTest {

  @Test
  void agreesWithWycheproof() {
    List<String[]> vectors = Vectors.of("wycheproof-hkdf-sha256.txt");
    assertThat(vectors).hasSize(86);
    for (String[] vector : vectors) {
      byte[] material = Vectors.hex(vector[2]);
      byte[] salt = Vectors.hex(vector[3]);
      byte[] info = Vectors.hex(vector[4]);
      int length = Integer.parseInt(vector[5]);
      if (vector[1].equals("valid")) {
        assertThat(Hkdf.extractThenExpand(material, salt, info, length))
            .as("vector %s", vector[0])
            .isEqualTo(Vectors.hex(vector[6]));
      } else {
        assertThatThrownBy(() -> Hkdf.extractThenExpand(material, salt, info, length))
            .as("vector %s", vector[0])
            .hasMessageContaining("1 to 8,160 bytes");
      }
    }
  }

  /** RFC 5869, appendix A.1 and A.3. */
  @Test
  void agreesWithTheRfc() {
    byte[] material = Vectors.hex("0b".repeat(22));
    assertThat(
            Hkdf.extractThenExpand(
                material,
                Vectors.hex("000102030405060708090a0b0c"),
                Vectors.hex("f0f1f2f3f4f5f6f7f8f9"),
                42))
        .isEqualTo(
            Vectors.hex(
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"));
    assertThat(Hkdf.extractThenExpand(material, new byte[0], new byte[0], 42))
        .isEqualTo(
            Vectors.hex(
                "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"));
  }

  /** Moving a byte from the label to the info, or a salt from one key to another, is a new key. */
  @Test
  void whatDiffersInAnyInputIsAnotherKey() {
    Set<String> keys = new HashSet<>();
    try (SecretKey one = SecretKey.taking(new byte[] {1});
        SecretKey other = SecretKey.taking(new byte[] {2})) {
      for (SecretKey source : List.of(one, other)) {
        keys.add(derive(source, new byte[0], "ab", "c"));
        keys.add(derive(source, new byte[0], "a", "bc"));
        keys.add(derive(source, new byte[0], "abc", ""));
        keys.add(derive(source, new byte[] {7}, "abc", ""));
      }
    }
    assertThat(keys).hasSize(8);
  }

  private static String derive(SecretKey source, byte[] salt, String label, String info) {
    try (SecretKey key = Hkdf.derive(source, salt, label, info.getBytes(UTF_8), 16)) {
      return HexFormat.of().formatHex(key.copy());
    }
  }

  @Test
  void aLabelHasABound() {
    try (SecretKey key = SecretKey.random()) {
      assertThatThrownBy(() -> derive(key, new byte[0], "x".repeat(256), ""))
          .hasMessageContaining("at most 255 bytes, and this has 256");
    }
  }
}
