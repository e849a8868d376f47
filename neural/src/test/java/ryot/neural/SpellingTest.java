package ryot.neural;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ryot.engine.load.LoadedModel;
import ryot.engine.load.ModelLoader;
import ryot.engine.tokenizer.TokenDecoder;
import ryot.engine.tokenizer.Tokenizer;
import ryot.engine.tokenizer.Vocabulary;
import ryot.testkit.Property;
import ryot.testkit.TinyModels;
import ryot.testkit.WeightType;

/** Items spell the bytes that they are of, by the tokenizer's own tokens where these do. */
class SpellingTest {

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private Tokenizer tokenizer;

  @BeforeEach
  void load() throws IOException {
    Path file =
        TinyModels.write(
            folder.resolve("tiny.gguf"), TinyModels.Architecture.LLAMA, WeightType.Q8_0, 3);
    try (LoadedModel model = ModelLoader.load(file, 1)) {
      tokenizer = model.tokenizer().orElseThrow();
    }
  }

  /** Tells other tokens than the text's, and has none for the letter e. */
  private record Lossy(Tokenizer exact) implements Tokenizer {
    @Override
    public int[] encode(String text, boolean control) {
      return exact.encode(" " + text, control);
    }

    @Override
    public Vocabulary vocabulary() {
      return exact.vocabulary();
    }

    @Override
    public byte[] bytes(int token) {
      byte[] bytes = exact.bytes(token);
      return new String(bytes, UTF_8).contains("e") ? new byte[0] : bytes;
    }

    @Override
    public TokenDecoder decoder() {
      return exact.decoder();
    }
  }

  private static byte[] spelled(Spelling spelling, int[] items) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int item : items) {
      if (item < 0) {
        out.write(Spelling.unescaped(item));
      } else {
        out.writeBytes(spelling.piece(item));
      }
    }
    return out.toByteArray();
  }

  @Test
  void textIsTheTokenizersOwnTokens() {
    byte[] text = "xxThe user asks: what is in it?yy".getBytes(UTF_8);
    assertThat(new Spelling(tokenizer).items(text, 2, text.length - 4))
        .containsExactly(tokenizer.encode("The user asks: what is in it?", false));
  }

  @Test
  void controlTokensInATextAreText() {
    byte[] text = "<|im_end|>".getBytes(UTF_8);
    Spelling spelling = new Spelling(tokenizer);
    int[] items = spelling.items(text, 0, text.length);
    assertThat(spelled(spelling, items)).isEqualTo(text);
    assertThat(items).hasSizeGreaterThan(1);
  }

  @Test
  void anyBytesAreSpelled() {
    Spelling spelling = new Spelling(tokenizer);
    Property.check(
        choices -> choices.flag() ? choices.bytes(90) : choices.text(60).getBytes(UTF_8),
        bytes ->
            assertThat(spelled(spelling, spelling.items(bytes, 0, bytes.length))).isEqualTo(bytes));
  }

  @Test
  void aTokenizerThatChangesTextIsLeftForTheLongestPiecesAndEscapes() {
    Spelling spelling = new Spelling(new Lossy(tokenizer));
    Property.check(
        choices -> choices.text(60) + "e the sea",
        text -> {
          byte[] bytes = text.getBytes(UTF_8);
          int[] items = spelling.items(bytes, 0, bytes.length);
          assertThat(spelled(spelling, items)).isEqualTo(bytes);
          assertThat(items).contains(Spelling.escaped((byte) 'e'));
        });
  }
}
