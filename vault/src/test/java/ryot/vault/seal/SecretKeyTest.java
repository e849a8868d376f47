package ryot.vault.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SecretKeyTest {

  @Test
  void takesBytesAndZeroesTheArray() {
    byte[] bytes = {1, 2, 3};
    try (SecretKey key = SecretKey.taking(bytes)) {
      assertThat(bytes).containsOnly(0);
      assertThat(key.copy()).containsExactly(1, 2, 3);
      assertThat(key.length()).isEqualTo(3);
    }
  }

  @Test
  void isOfNoUseOnceClosed() {
    SecretKey key = SecretKey.random();
    key.close();
    key.close();
    assertThatThrownBy(() -> new FrameCipher(key))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void showsNothingOfItself() {
    try (SecretKey key = SecretKey.taking(new byte[] {65, 66})) {
      assertThat(key).hasToString("SecretKey[2 bytes]");
    }
  }

  @Test
  void hasBytes() {
    assertThatThrownBy(() -> SecretKey.taking(new byte[0])).hasMessageContaining("this has none");
  }
}
