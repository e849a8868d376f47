package ryot.embed.minilm;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import ryot.engine.tokenizer.Tokenizer;
import ryot.engine.tokenizer.TokenizerFlag;
import ryot.engine.tokenizer.TokenizerSpec;
import ryot.engine.tokenizer.Tokenizers;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads the vocabulary of a WordPiece {@code tokenizer.json} and makes the tokenizer of it. */
final class MiniLmTokenizer {

  private static final int VOCABULARY_MAX = 1_000_000;

  /** How {@code tokenizer.json} marks pieces within words, and GGUF those that begin them. */
  private static final String CONTINUES = "##";

  private static final String BEGINS = "\u2581";

  private MiniLmTokenizer() {}

  /** A tokenizer of lower-case text without accents, as the model was trained. */
  static Tokenizer read(InputStream json) throws IOException {
    List<String> pieces = new ArrayList<>();
    for (String piece : vocabulary(json)) {
      if (piece.startsWith(CONTINUES)) {
        pieces.add(piece.substring(CONTINUES.length()));
      } else {
        pieces.add(isControl(piece) ? piece : BEGINS + piece);
      }
    }
    int[] kinds = pieces.stream().mapToInt(piece -> isControl(piece) ? 3 : 1).toArray();
    return Tokenizers.create(
        TokenizerSpec.builder("bert")
            .pieces(pieces)
            .kinds(kinds)
            .flag(TokenizerFlag.LOWERCASES, true)
            .build());
  }

  private static boolean isControl(String piece) {
    return piece.length() > 2 && piece.startsWith("[") && piece.endsWith("]");
  }

  /** The object {@code vocab} of {@code model}: pieces and their ids. */
  private static List<String> vocabulary(InputStream json) throws IOException {
    List<String> pieces = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.PROPERTY_NAME
            && parser.currentName().equals("vocab")
            && parser.nextToken() == JsonToken.START_OBJECT) {
          while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String piece = parser.currentName();
            parser.nextToken();
            place(pieces, parser.getIntValue(), piece);
          }
        }
      }
    }
    return pieces;
  }

  private static void place(List<String> pieces, int id, String piece) throws IOException {
    if (id < 0 || id >= VOCABULARY_MAX) {
      throw new IOException("tokenizer.json: \"%s\" has the id %d".formatted(piece, id));
    }
    if (id >= pieces.size()) {
      pieces.addAll(Collections.nCopies(id + 1 - pieces.size(), ""));
    }
    pieces.set(id, piece);
  }
}
