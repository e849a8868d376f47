package ryot.vault.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class HmacTest {

  /** RFC 4231, test cases 1 and 2; the second after the first, so that it begins anew. */
  @Test
  void agreesWithTheRfc() {
    try (SecretKey key = SecretKey.taking(Vectors.hex("0b".repeat(20)));
        Hmac hmac = new Hmac(key)) {
      byte[] expected =
          Vectors.hex("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
      assertThat(hmac.add("Hi There".getBytes(US_ASCII)).finish()).isEqualTo(expected);
      assertThat(
              hmac.add(ByteBuffer.wrap("Hi ".getBytes(US_ASCII)))
                  .add("There".getBytes(US_ASCII))
                  .finish())
          .isEqualTo(expected);
    }
    try (SecretKey key = SecretKey.taking("Jefe".getBytes(US_ASCII));
        Hmac hmac = new Hmac(key)) {
      assertThat(hmac.add("what do ya want for nothing?".getBytes(US_ASCII)).finish())
          .isEqualTo(
              Vectors.hex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
    }
  }

  @Test
  void numbersAreEightBytesTheHighestFirst() {
    try (SecretKey key = SecretKey.random();
        Hmac hmac = new Hmac(key)) {
      assertThat(hmac.add(0x0102030405060708L).finish())
          .isEqualTo(hmac.add(Vectors.hex("0102030405060708")).finish());
    }
  }
}
