package ryot.lang.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import ryot.lang.token.TrainingText;
import ryot.testkit.Choices;
import ryot.testkit.Property;

/** The fast decoder's format, read by a slow one. */
class ReferenceDecoderTest {

  private static final String[] WORDS = {
    "the ",
    "a ",
    "However, ",
    "function ",
    "{\"role\": \"user\"}",
    "\n\n",
    "## ",
    "Quetzalcoatl ",
    "0x7fff",
    "1. ",
    "is ",
    "of ",
    "Überraschung ",
    "you can ",
    "import java.util.List;\n"
  };

  @Test
  void theSlowDecoderReadsWhatTheEncoderWrites() {
    assertReads(TokenTables.standard());
  }

  @Test
  void theSlowDecoderReadsWhatTablesOfOrderTwoCode() {
    TrainingText text = new TrainingText(1 << 20);
    SplittableRandom random = new SplittableRandom(3);
    for (int m = 0; m < 400; m++) {
      StringBuilder message = new StringBuilder();
      for (int i = 0; i < 60; i++) {
        message.append(WORDS[random.nextInt(1 + random.nextInt(WORDS.length))]);
      }
      text.add(m, message.toString().getBytes(StandardCharsets.UTF_8));
    }
    TokenTrainer.Options small = new TokenTrainer.Options(600, 8, 4, 4, 8, 1 << 20).withOrder(2);
    TokenTables tables = TokenTables.read(new TokenTrainer(small, step -> {}).train(text));
    assertThat(tables.order()).isEqualTo(2);
    assertReads(tables);
  }

  private static void assertReads(TokenTables tables) {
    TokenCodec codec = new TokenCodec(tables);
    Property.check(
        150,
        ReferenceDecoderTest::text,
        text -> {
          byte[] raw = text.getBytes(StandardCharsets.UTF_8);
          byte[] out = new byte[codec.bound(raw.length)];
          int size = codec.encode(raw, 0, raw.length, out, 0);
          if (size < raw.length) {
            byte[] payload = Arrays.copyOf(out, size);
            assertThat(new ReferenceDecoder(tables).decode(payload, raw.length)).isEqualTo(raw);
          }
        });
  }

  private static String text(Choices choices) {
    StringBuilder text = new StringBuilder();
    int words = choices.between(1, 120);
    for (int i = 0; i < words; i++) {
      text.append(choices.below(8) == 0 ? choices.text(12) : WORDS[choices.below(WORDS.length)]);
    }
    return text.toString();
  }
}
