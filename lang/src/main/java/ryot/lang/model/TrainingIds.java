package ryot.lang.model;

import java.util.Arrays;
import ryot.lang.token.Tokenizer;
import ryot.lang.token.TrainingText;

/** Training text as tokens: pieces of at most 2 KB, as if each were a message. */
final class TrainingIds {

  private static final int PIECE_BYTES = 2048;

  final char[] ids;
  final int[] ends;
  final int[] groups;
  final int count;

  private TrainingIds(char[] ids, int[] ends, int[] groups, int count) {
    this.ids = ids;
    this.ends = ends;
    this.groups = groups;
    this.count = count;
  }

  static TrainingIds of(TrainingText text, Tokenizer tokenizer) {
    int pieces = 0;
    for (int m = 0; m < text.count(); m++) {
      pieces += (text.end(m) - text.start(m) + PIECE_BYTES - 1) / PIECE_BYTES;
    }
    char[] ids = new char[text.size() / 4 + 1024];
    int[] ends = new int[pieces];
    int[] groups = new int[pieces];
    char[] piece = new char[PIECE_BYTES];
    int at = 0;
    int count = 0;
    for (int m = 0; m < text.count(); m++) {
      int from = text.start(m);
      while (from < text.end(m)) {
        int length = Math.min(PIECE_BYTES, text.end(m) - from);
        int tokens = tokenizer.tokenize(text.bytes(), from, length, piece);
        if (at + tokens > ids.length) {
          ids = Arrays.copyOf(ids, ids.length + ids.length / 2 + PIECE_BYTES);
        }
        System.arraycopy(piece, 0, ids, at, tokens);
        at += tokens;
        ends[count] = at;
        groups[count++] = text.group(m);
        from += length;
      }
    }
    return new TrainingIds(ids, ends, groups, count);
  }

  int start(int piece) {
    return piece == 0 ? 0 : ends[piece - 1];
  }

  int size() {
    return count == 0 ? 0 : ends[count - 1];
  }
}
