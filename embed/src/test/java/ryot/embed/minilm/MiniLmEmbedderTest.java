package ryot.embed.minilm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import ryot.engine.tokenizer.Tokenizer;

/**
 * Golden ids and numbers were taken from the same files by Hugging Face's tokenizers 0.23 and ONNX
 * Runtime 1.32 for Python.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MiniLmEmbedderTest {

  private static final String ENGLISH =
      "The spare house key is with Mr. Okafor on the second floor.";
  private static final String MIXED = "Wo ist der Schlüssel? 東京タワー, naïve café – 18:40!";

  private final MiniLmEmbedder embedder = open();

  private static MiniLmEmbedder open() {
    try {
      return MiniLmEmbedder.open();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterAll
  void close() {
    embedder.close();
  }

  private static Tokenizer tokenizer() throws IOException {
    try (InputStream in =
        MiniLmEmbedderTest.class.getResourceAsStream("/all-minilm-l6-v2-q-tokenizer.json")) {
      return MiniLmTokenizer.read(Objects.requireNonNull(in));
    }
  }

  @Test
  void textsBecomeTheTokensThatTheModelWasTrainedOn() throws IOException {
    Tokenizer tokenizer = tokenizer();
    assertThat(tokenizer.encode(ENGLISH, false))
        .containsExactly(
            1996, 8622, 2160, 3145, 2003, 2007, 2720, 1012, 7929, 10354, 2953, 2006, 1996, 2117,
            2723, 1012);
    assertThat(tokenizer.encode(MIXED, false))
        .containsExactly(
            24185, 21541, 4315, 8040, 7317, 17854, 2884, 1029, 1879, 1755, 1709, 30262, 30265, 1010,
            15743, 7668, 1516, 2324, 1024, 2871, 999);
  }

  @Test
  void textsBecomeTheVectorsOfTheReference() {
    requireBegins(embedder.embed(ENGLISH), -0.02163, 0.043926, -0.01104, -0.041444, 0.014679);
    requireBegins(embedder.embed(MIXED), 0.024251, 0.086786, 0.023311, -0.01037, -0.001425);
  }

  /** Bytes are multiplied with other rounding on other processors. */
  private static void requireBegins(float[] vector, double... expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) vector[i]).isCloseTo(expected[i], within(0.03));
    }
  }

  @Test
  void vectorsHaveLengthOneAndAreTheSameEachTime() {
    float[] vector = embedder.embed(ENGLISH);
    assertThat(vector).hasSize(384).isEqualTo(embedder.embed(ENGLISH));
    double squares = 0;
    for (float x : vector) {
      squares += (double) x * x;
    }
    assertThat(squares).isCloseTo(1, within(1e-5));
  }

  @Test
  void aTextWithoutWordsIsNowhere() {
    assertThat(embedder.embed("  \n")).containsOnly(0);
  }

  @Test
  void aLongTextIsReadInPieces() {
    String story = "A storm came over the harbour and the boats were tied up. ".repeat(60);
    assertThat(dot(embedder.embed(story), embedder.embed("boats in a storm")))
        .isGreaterThan(dot(embedder.embed(story), embedder.embed("tax returns")) + 0.3);
    embedder.embed("word ".repeat(2 * MiniLmEmbedder.TOKENS_MAX));
  }

  private static double dot(float[] x, float[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (double) x[i] * y[i];
    }
    return sum;
  }

  @Test
  void aVocabularyThatIsNoneIsRefused() {
    assertThatThrownBy(
            () ->
                MiniLmTokenizer.read(
                    new ByteArrayInputStream("{\"vocab\":{\"a\":-1}}".getBytes(UTF_8))))
        .isInstanceOf(IOException.class)
        .hasMessage("tokenizer.json: \"a\" has the id -1");
  }
}
