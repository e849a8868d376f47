package ryot.lang.model;

import java.util.Arrays;
import ryot.lang.token.Tokenizer;
import ryot.lang.token.TrainingText;

/**
 * Training text as tokens: pieces of at most 2 KB, as if each were a message, each in two halves,
 * of which the second may be empty.
 */
final class TrainingIds {

  static final int PIECE_BYTES = 2048;
  static final int HALVES = 2;

  final char[] ids;

  /** Per half of each piece: where its tokens end, and those of the next begin. */
  private final int[] ends;

  private final int[] groups;

  /** Number of pieces. */
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
    int[] ends = new int[HALVES * pieces];
    int[] groups = new int[pieces];
    char[] piece = new char[PIECE_BYTES + 1];
    int at = 0;
    int count = 0;
    for (int m = 0; m < text.count(); m++) {
      int from = text.start(m);
      while (from < text.end(m)) {
        int length = Math.min(PIECE_BYTES, text.end(m) - from);
        int behind = Halves.behind(text.bytes(), from, length);
        int second = Halves.firstBytes(length, behind);
        if (at + length > ids.length) {
          ids = Arrays.copyOf(ids, ids.length + ids.length / 2 + PIECE_BYTES);
        }
        int tokens = tokenizer.tokenize(text.bytes(), from, second, piece, 0);
        System.arraycopy(piece, 0, ids, at, tokens);
        at += tokens;
        ends[HALVES * count] = at;
        tokens = tokenizer.tokenize(text.bytes(), from + second, length - second, piece, 0);
        System.arraycopy(piece, 0, ids, at, tokens);
        at += tokens;
        ends[HALVES * count + 1] = at;
        groups[count++] = text.group(m);
        from += length;
      }
    }
    return new TrainingIds(ids, ends, groups, count);
  }

  /** Where a half's tokens begin; halves of all pieces are counted through. */
  int start(int half) {
    return half == 0 ? 0 : ends[half - 1];
  }

  int end(int half) {
    return ends[half];
  }

  int group(int half) {
    return groups[half / HALVES];
  }

  int size() {
    return count == 0 ? 0 : ends[HALVES * count - 1];
  }
}
