package ryot.lang.zstd;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/** Messages made of a few words: compressible, seeded, and free of anybody's text. */
final class Sentences {

  private static final List<String> WORDS =
      List.of(
          "the",
          "model",
          "answers",
          "a",
          "question",
          "about",
          "trees",
          "and",
          "graphs",
          "with",
          "{\"role\":\"user\",",
          "\"content\":",
          "def",
          "return",
          "however",
          "because",
          "example",
          "list",
          "number",
          "of",
          "tokens",
          "in",
          "each",
          "step",
          "is",
          "not",
          "more",
          "than");

  private Sentences() {}

  static byte[] message(long seed, int words) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      text.append(WORDS.get(random.nextInt(WORDS.size())))
          .append(random.nextInt(9) == 0 ? '\n' : ' ');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  static ZstdDictionary dictionary() {
    DictionaryTrainer trainer = new DictionaryTrainer();
    for (int i = 0; i < 3_000; i++) {
      trainer.add(message(1_000 + i, 60));
    }
    return trainer.train();
  }
}
