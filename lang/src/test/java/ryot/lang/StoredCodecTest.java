package ryot.lang;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StoredCodecTest extends CodecContract {

  @Override
  protected Codec codec() {
    return new StoredCodec();
  }

  @Test
  void aPayloadOfAnotherLengthIsRefused() {
    byte[] payload = new byte[5];
    assertThatThrownBy(() -> codec().decode(payload, 0, 5, new byte[9], 0, 4))
        .isInstanceOf(MalformedPayloadException.class)
        .hasMessageContaining("4 bytes")
        .hasMessageContaining("5");
  }
}
