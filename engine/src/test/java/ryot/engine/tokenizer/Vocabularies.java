package ryot.engine.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Small vocabularies made by hand. */
final class Vocabularies {
  static final int NORMAL = 1;
  static final int UNKNOWN = 2;
  static final int CONTROL = 3;
  static final int USER_DEFINED = 4;
  static final int BYTE = 6;

  private final List<String> pieces = new ArrayList<>();
  private final List<Integer> kinds = new ArrayList<>();
  private final List<Float> scores = new ArrayList<>();

  Vocabularies add(int kind, float score, String... more) {
    for (String piece : more) {
      pieces.add(piece);
      kinds.add(kind);
      scores.add(score);
    }
    return this;
  }

  /** The 256 byte tokens of SentencePiece. */
  Vocabularies addByteTokens() {
    for (int b = 0; b < 256; b++) {
      add(BYTE, 0, String.format(Locale.ROOT, "<0x%02X>", b));
    }
    return this;
  }

  /** The 256 bytes as byte-level BPE spells them. */
  Vocabularies addBytes() {
    for (int b = 0; b < 256; b++) {
      add(NORMAL, 0, String.valueOf(ByteAlphabet.spelling(b)));
    }
    return this;
  }

  TokenizerSpec.Builder spec(String model) {
    float[] allScores = new float[scores.size()];
    for (int id = 0; id < allScores.length; id++) {
      allScores[id] = scores.get(id);
    }
    return TokenizerSpec.builder(model)
        .pieces(pieces)
        .kinds(kinds.stream().mapToInt(Integer::intValue).toArray())
        .scores(allScores);
  }
}
