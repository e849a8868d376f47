package ryot.vault.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class Argon2idTest {

  /** RFC 9106, section 5.3. */
  @Test
  void agreesWithTheRfc() {
    assertThat(
            Argon2id.hash(
                Vectors.hex("01".repeat(32)),
                Vectors.hex("02".repeat(16)),
                Vectors.hex("03".repeat(8)),
                Vectors.hex("04".repeat(12)),
                new Argon2Cost(32, 3, 4),
                32))
        .isEqualTo(Vectors.hex("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"));
  }

  @Test
  void costsAreBoundedOnBothSides() {
    assertRefused(31, 3, 4, "32 to 1,048,576 KiB of memory, not 31");
    assertRefused((1 << 20) + 1, 3, 4, "KiB of memory, not 1,048,577");
    assertRefused(64, 0, 1, "1 to 64 iterations, not 0");
    assertRefused(64, 65, 1, "1 to 64 iterations, not 65");
    assertRefused(64, 1, 0, "1 to 16 lanes, not 0");
    assertRefused(1024, 1, 17, "1 to 16 lanes, not 17");
    assertRefused(1 << 20, 17, 1, "1,048,576 KiB in 17 passes are more");
    assertRefused(Integer.MIN_VALUE, 1, 1, "KiB of memory, not -2,147,483,648");
  }

  private static void assertRefused(int memoryKib, int iterations, int lanes, String message) {
    assertThatThrownBy(() -> new Argon2Cost(memoryKib, iterations, lanes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
