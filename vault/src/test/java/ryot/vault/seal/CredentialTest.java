package ryot.vault.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialTest {
  private static final Argon2Cost CHEAP = new Argon2Cost(8, 1, 1);

  @TempDir Path directory;

  @Test
  void twoKeyboardsWriteOnePassphrase() {
    assertThat(stretched(Credential.passphrase("Gr\u00fc\u00dfe".toCharArray())))
        .isEqualTo(stretched(Credential.passphrase("Gru\u0308\u00dfe".toCharArray())))
        .isNotEqualTo(stretched(Credential.passphrase("Grusse".toCharArray())));
  }

  @Test
  void passphrasesHaveABound() {
    assertThatThrownBy(() -> Credential.passphrase(new char[0])).hasMessageContaining("this has 0");
    assertThatThrownBy(() -> Credential.passphrase("\u00e4".repeat(513).toCharArray()))
        .hasMessageContaining("1 to 1,024 bytes, and this has 1,026");
  }

  @Test
  void keyFilesHaveABound() throws IOException {
    Path small = Files.writeString(directory.resolve("small"), "x".repeat(31), UTF_8);
    assertThatThrownBy(() -> Credential.keyFile(small))
        .hasMessageContaining("small: a key file has 32 bytes to 1 MiB, and this has 31");
    Path large = Files.write(directory.resolve("large"), new byte[(1 << 20) + 1]);
    assertThatThrownBy(() -> Credential.keyFile(large)).hasMessageContaining("this has more");
  }

  @Test
  void everyByteOfAKeyFileCounts() throws IOException {
    Path one = Files.write(directory.resolve("one"), new byte[1 << 20]);
    byte[] changed = new byte[1 << 20];
    changed[changed.length - 1] = 1;
    Path other = Files.write(directory.resolve("other"), changed);
    assertThat(stretched(Credential.keyFile(one)))
        .isNotEqualTo(stretched(Credential.keyFile(other)));
  }

  @Test
  void showsNothingOfItself() {
    try (Credential credential = Credential.passphrase("secret".toCharArray())) {
      assertThat(credential).hasToString("Credential[passphrase]");
    }
  }

  private static byte[] stretched(Credential credential) {
    try (credential;
        SecretKey key = credential.stretch(new byte[16], new byte[0], CHEAP)) {
      return key.copy();
    }
  }
}
