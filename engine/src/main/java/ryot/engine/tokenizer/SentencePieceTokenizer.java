package ryot.engine.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * SentencePiece's byte-pair encoding: neighbouring symbols merge as long as the vocabulary has what
 * they make, the piece of the highest score first and the leftmost among equals. A space is U+2581;
 * characters without a piece fall back to byte tokens.
 *
 * @see <a href="https://arxiv.org/abs/1808.06226">Kudo and Richardson, SentencePiece</a>
 */
final class SentencePieceTokenizer implements Tokenizer {
  private static final int NONE = -1;

  private final IndexedVocabulary vocabulary;
  private final SpecialTokenSplitter specials;
  private final PieceIndex text;
  private final LongIntMap neighbours; // two chars that some piece has side by side
  private final int[] order; // by token: how urgently it is made, 0 first; equal scores are equal
  private final int[] byteTokens;
  private final boolean addsSpacePrefix;
  private final PieceBytes pieces;

  SentencePieceTokenizer(TokenizerSpec spec, IndexedVocabulary vocabulary) {
    this.vocabulary = vocabulary;
    this.specials = SpecialTokenSplitter.of(vocabulary);
    this.text = vocabulary.textIndex();
    this.neighbours = neighbours(spec.pieces());
    this.order = order(spec.requireScores());
    this.byteTokens = byteTokens(vocabulary, spec.special(SpecialToken.UNKNOWN).orElse(NONE));
    this.addsSpacePrefix = spec.flag(TokenizerFlag.ADDS_SPACE_PREFIX, true);
    this.pieces = PieceBytes.of(vocabulary, PieceBytes.Spelling.TEXT);
  }

  private static LongIntMap neighbours(List<String> pieces) {
    LongIntMap neighbours = new LongIntMap(pieces.stream().mapToInt(String::length).sum());
    for (String piece : pieces) {
      for (int i = 1; i < piece.length(); i++) {
        neighbours.putIfAbsent(pair(piece.charAt(i - 1), piece.charAt(i)), 0);
      }
    }
    return neighbours;
  }

  private static long pair(char left, char right) {
    return ((long) left << 16) | right;
  }

  private static int[] order(float[] scores) {
    float[] descending = scores.clone();
    Arrays.sort(descending);
    int[] order = new int[scores.length];
    for (int id = 0; id < order.length; id++) {
      order[id] = scores.length - 1 - lastIndexOf(descending, scores[id]);
    }
    return order;
  }

  /** The last place of {@code value} among ascending values; it is there. */
  private static int lastIndexOf(float[] ascending, float value) {
    int low = 0;
    int high = ascending.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (Float.compare(ascending[middle], value) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private static int[] byteTokens(IndexedVocabulary vocabulary, int unknown) {
    int[] tokens = new int[256];
    for (int b = 0; b < tokens.length; b++) {
      tokens[b] = vocabulary.byteToken(b).orElse(unknown);
    }
    return tokens;
  }

  @Override
  public int[] encode(String text, boolean control) {
    Encoding encoding = new Encoding(WellFormed.of(text));
    specials.split(encoding.source, control, encoding);
    return encoding.tokens.toArray();
  }

  @Override
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  @Override
  public byte[] bytes(int token) {
    return pieces.of(token);
  }

  @Override
  public TokenDecoder decoder() {
    return new Utf8TokenDecoder(pieces, addsSpacePrefix);
  }

  @Override
  public TokenDecoder decoderAfter(int[] preceding) {
    return Utf8TokenDecoder.after(preceding, pieces, addsSpacePrefix);
  }

  /** The encoding of one text. Symbols are linked parts of one stretch of {@code chars}. */
  private final class Encoding implements SpecialTokenSplitter.Parts {
    private final String source;
    private final IntList tokens = new IntList();
    private final LongHeap heap = new LongHeap(); // order << 32 | left symbol
    private boolean afterSpecial = true;
    private char[] chars = new char[0];
    private int stretchEnd;
    private int[] starts = new int[0]; // by symbol
    private int[] next = new int[0];
    private int[] previous = new int[0];
    private int[] merged = new int[0]; // by symbol: what it and the next one make, or ABSENT

    Encoding(String source) {
      this.source = source;
    }

    @Override
    public void token(int token) {
      tokens.add(token);
      afterSpecial = true;
    }

    @Override
    public void text(int from, int to) {
      String prefix = addsSpacePrefix && afterSpecial ? " " : "";
      afterSpecial = false;
      chars =
          (prefix + source.substring(from, to))
              .replace(' ', PieceBytes.Spelling.SPACE)
              .toCharArray();
      int begin = 0;
      for (int i = 1; i <= chars.length; i++) {
        if (i == chars.length || !canJoin(i)) {
          stretch(begin, i);
          begin = i;
        }
      }
    }

    /** Whether any piece could span the place before {@code chars[at]}. */
    private boolean canJoin(int at) {
      return Character.isLowSurrogate(chars[at])
          || neighbours.get(pair(chars[at - 1], chars[at])) != LongIntMap.ABSENT;
    }

    /** Encodes a stretch across whose ends nothing can merge. */
    private void stretch(int from, int to) {
      stretchEnd = to;
      merge(splitSymbols(from, to));
      for (int symbol = 0; symbol != NONE; symbol = next[symbol]) {
        emit(starts[symbol], end(symbol));
      }
    }

    private int splitSymbols(int from, int to) {
      if (starts.length < to - from) {
        starts = new int[to - from];
        next = new int[to - from];
        previous = new int[to - from];
        merged = new int[to - from];
      }
      int count = 0;
      for (int i = from; i < to; i += Character.charCount(Character.codePointAt(chars, i))) {
        starts[count] = i;
        previous[count] = count - 1;
        next[count] = count + 1;
        count++;
      }
      next[count - 1] = NONE;
      return count;
    }

    private void merge(int count) {
      heap.clear();
      for (int symbol = 0; symbol < count; symbol++) {
        offer(symbol);
      }
      while (!heap.isEmpty()) {
        long entry = heap.remove();
        int left = (int) entry;
        if (merged[left] == PieceIndex.ABSENT || order[merged[left]] != (int) (entry >>> 32)) {
          continue;
        }
        int right = next[left];
        merged[right] = PieceIndex.ABSENT;
        next[left] = next[right];
        if (next[left] != NONE) {
          previous[next[left]] = left;
        }
        offer(left);
        if (previous[left] != NONE) {
          offer(previous[left]);
        }
      }
    }

    private void offer(int left) {
      int right = next[left];
      int token =
          right == NONE
              ? PieceIndex.ABSENT
              : text.find(chars, starts[left], end(right) - starts[left]);
      merged[left] = token;
      if (token != PieceIndex.ABSENT) {
        heap.add(((long) order[token] << 32) | left);
      }
    }

    private int end(int symbol) {
      return next[symbol] == NONE ? stretchEnd : starts[next[symbol]];
    }

    private void emit(int from, int to) {
      int token = text.find(chars, from, to - from);
      if (token != PieceIndex.ABSENT) {
        tokens.add(token);
        return;
      }
      for (byte b : new String(chars, from, to - from).getBytes(StandardCharsets.UTF_8)) {
        if (byteTokens[b & 0xFF] != NONE) {
          tokens.add(byteTokens[b & 0xFF]);
        }
      }
    }
  }
}
