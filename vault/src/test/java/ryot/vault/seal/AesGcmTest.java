package ryot.vault.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against the vectors of Project Wycheproof. */
class AesGcmTest {

  @Test
  void sealsAsValidVectorsSayAndOpensThem() throws UnauthenticException {
    for (String[] vector : valid()) {
      byte[] plaintext = Vectors.hex(vector[5]);
      byte[] sealed = Vectors.hex(vector[6].replace("-", "") + vector[7]);
      try (SecretKey key = SecretKey.taking(Vectors.hex(vector[2]));
          AesGcm cipher = new AesGcm(key)) {
        ByteBuffer out = ByteBuffer.allocate(sealed.length);
        cipher.seal(Vectors.hex(vector[3]), aad(vector), ByteBuffer.wrap(plaintext), out);
        assertThat(out.array()).as("vector %s", vector[0]).isEqualTo(sealed);

        ByteBuffer opened = ByteBuffer.allocate(plaintext.length);
        cipher.open(Vectors.hex(vector[3]), aad(vector), ByteBuffer.wrap(sealed), opened);
        assertThat(opened.array()).as("vector %s", vector[0]).isEqualTo(plaintext);
      }
    }
  }

  @Test
  void opensNoInvalidVectorAndLeavesNothingOfIt() {
    List<String[]> invalid =
        Vectors.of("wycheproof-aes-256-gcm.txt").stream()
            .filter(vector -> vector[1].equals("invalid"))
            .toList();
    assertThat(invalid).hasSizeGreaterThan(20);
    for (String[] vector : invalid) {
      byte[] sealed = Vectors.hex(vector[6].replace("-", "") + vector[7]);
      byte[] out = new byte[sealed.length];
      try (SecretKey key = SecretKey.taking(Vectors.hex(vector[2]));
          AesGcm cipher = new AesGcm(key)) {
        assertThatThrownBy(
                () ->
                    cipher.open(
                        Vectors.hex(vector[3]),
                        aad(vector),
                        ByteBuffer.wrap(sealed),
                        ByteBuffer.wrap(out)))
            .as("vector %s", vector[0])
            .isInstanceOf(UnauthenticException.class);
        assertThat(out).containsOnly(0);
      }
    }
  }

  @Test
  void takesKeysOf256BitsOnly() {
    try (SecretKey key = SecretKey.taking(new byte[16])) {
      assertThatThrownBy(() -> new AesGcm(key)).hasMessageContaining("32 bytes, and this has 16");
    }
  }

  private static List<String[]> valid() {
    List<String[]> valid =
        Vectors.of("wycheproof-aes-256-gcm.txt").stream()
            .filter(vector -> vector[1].equals("valid"))
            .toList();
    assertThat(valid).hasSizeGreaterThan(30);
    return valid;
  }

  private static ByteBuffer aad(String[] vector) {
    return ByteBuffer.wrap(Vectors.hex(vector[4]));
  }
}
