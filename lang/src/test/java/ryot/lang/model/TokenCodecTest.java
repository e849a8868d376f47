package ryot.lang.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import ryot.lang.Codec;
import ryot.lang.CodecContract;

/** The token tier with the tables that ship. */
class TokenCodecTest extends CodecContract {

  private static final String ANSWER =
      """
      Sure! Here are some tips that can help you improve your sleep:

      1. **Keep a schedule**: Go to bed and wake up at the same time every day.
      2. **Create a relaxing routine**: Reading a book or taking a warm bath can help you unwind.

      However, it is important to talk to your doctor if you have trouble sleeping for a long time.
      """;

  @Override
  protected Codec codec() {
    return new TokenCodec(TokenTables.standard());
  }

  @Test
  void anAnswerTakesLessThanAQuarter() {
    Codec codec = codec();
    byte[] text = ANSWER.getBytes(StandardCharsets.UTF_8);
    int size = codec.encode(text, 0, text.length, new byte[text.length], 0);
    assertThat(size * 4).isLessThan(text.length);
  }

  @Test
  void noMessageGrowsButByTheSizesOfBlocks() {
    Codec codec = codec();
    assertThat(codec.bound(65_024)).isEqualTo(65_024);
    assertThat(codec.bound(65_025)).isEqualTo(65_029);
  }
}
