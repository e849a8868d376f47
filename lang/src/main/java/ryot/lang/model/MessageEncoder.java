package ryot.lang.model;

import java.util.Arrays;
import ryot.lang.entropy.Rans;
import ryot.lang.entropy.RansEncoder;
import ryot.lang.token.Tokenizer;

/** Codes one block at a time. Reused from block to block; one thread at a time. */
final class MessageEncoder {

  /** Events of a token at most: the guess, two lists, the escape and its place. */
  private static final int EVENTS_MAX = 5;

  private static final int SYMBOL_BITS = 8;
  private static final int BLOCK_MIN = 1024;

  private final ContextLists lists;
  private final Distributions shapes;

  /** From a list's distribution to that of the same list below a pair's. */
  private final int below;

  private final EscapeModel escapeModel;
  private final char[] guesses;
  private final Tokenizer tokenizer;
  private final PairIndex pairs;
  private final EscapePlaces places;
  private final RansEncoder rans = new RansEncoder();
  private final Half first;
  private final Half second;

  /** Per token: the number of its last escape, counted from the codec's first. */
  private final int[] lastEscapes;

  private MatchModel match = new MatchModel(BLOCK_MIN);

  /** Per token of the block: {@code shape << 8 | rank + 1}, by its context's list. */
  private int[] listed = new int[match.ids.length];

  /** The same by the list of the last two tokens, or -1 if they have none. */
  private int[] deeper = new int[match.ids.length];

  private int escapes = 1;
  private int escapesBefore;

  MessageEncoder(TokenTables tables) {
    lists = tables.lists();
    shapes = tables.shapes();
    below = shapes.count() / 2;
    escapeModel = tables.escapes();
    guesses = tables.guesses();
    first = new Half(0, tables.opening(0));
    second = new Half(1, tables.opening(1));
    tokenizer = tables.tokenizer();
    pairs = tables.pairs();
    places = tables.places();
    lastEscapes = new int[tables.vocabulary().size()];
  }

  /** How far a half of the block has come. */
  private static final class Half {

    final int number;
    final int opening;
    int at;
    int end;
    int last;
    int share;
    int expected;

    Half(int number, int opening) {
      this.number = number;
      this.opening = opening;
    }

    void begin(int from, int count) {
      at = from;
      end = from + count;
      last = opening;
      share = Mood.START;
      expected = 0;
    }
  }

  /**
   * Codes {@code length} bytes, if that takes less than {@code limit}.
   *
   * @return the bytes written, or -1
   */
  int encode(byte[] in, int from, int length, byte[] out, int at, int limit) {
    if (match.bytesMax() < length) {
      match =
          new MatchModel(Math.min(TokenCodec.BLOCK_BYTES, Math.max(length, 2 * match.bytesMax())));
      listed = new int[match.ids.length];
      deeper = new int[match.ids.length];
    }
    int behind = Halves.behind(in, from, length);
    int firstBytes = Halves.firstBytes(length, behind);
    int cut = MatchModel.second(firstBytes);
    match.reset(firstBytes);
    long counts =
        tokenizer.tokenizeHalves(
            in, from, from + firstBytes, from + length, match.ids, MatchModel.FIRST, cut);
    int count = (int) counts;
    int countSecond = (int) (counts >>> Integer.SIZE);
    first.begin(MatchModel.FIRST, count);
    second.begin(cut, countSecond);
    list(first);
    list(second);
    rans.begin(EVENTS_MAX * (count + countSecond));
    model();
    int check = Rans.check(in, from, length);
    return rans.finish(check, behind, Halves.bits(length), out, at, limit);
  }

  /**
   * Finds every token of a half in its context's list, guessed or not: a loop of its own, in which
   * the look-ups of one token do not wait for those of another.
   */
  private void list(Half half) {
    char[] ids = match.ids;
    int[] found = listed;
    int last = half.opening;
    int prior = last;
    for (int i = half.at; i < half.end; i++) {
      int token = ids[i];
      int record = lists.record(last, prior);
      found[i] = lists.shape(record) << SYMBOL_BITS | pairs.rank(record, token) + 1;
      prior = last;
      last = token;
    }
    ids[half.end] = MatchModel.NONE;
    PairContexts deep = lists.pairs;
    if (deep != null) {
      listDeeper(half, deep);
    }
  }

  private void listDeeper(Half half, PairContexts contexts) {
    char[] ids = match.ids;
    int last = half.opening;
    int prior = last;
    for (int i = half.at; i < half.end; i++) {
      int token = ids[i];
      int record = contexts.record(last, prior);
      deeper[i] =
          record < 0 ? -1 : lists.shape(record) << SYMBOL_BITS | pairs.rank(record, token) + 1;
      prior = last;
      last = token;
    }
  }

  private void model() {
    if (escapes > Integer.MAX_VALUE - TokenCodec.BLOCK_BYTES) {
      Arrays.fill(lastEscapes, 0);
      escapes = 1;
    }
    escapesBefore = escapes;
    while (first.at < first.end && second.at < second.end) {
      token(first);
      token(second);
    }
    while (first.at < first.end) {
      token(first);
    }
    while (second.at < second.end) {
      token(second);
    }
  }

  /**
   * Codes the next token of a half. Whether it is in its list nobody can foresee, so its escape is
   * worked out in any case, and forgotten where there is none.
   */
  private void token(Half half) {
    int at = half.at++;
    int token = match.ids[at];
    if (!guessed(half, token)) {
      int set = Mood.of(half.share);
      int escape = -1;
      if (lists.pairs != null && deeper[at] >= 0) {
        escape = ranked(half, deeper[at], set);
        set += below;
      }
      if (escape < 0) {
        escape = ranked(half, listed[at], set);
        escape(escape, half, token);
      }
      half.share = Mood.after(half.share, escape);
    }
    half.expected = match.after(at, half.expected);
    half.last = token;
  }

  /**
   * Codes a rank, or that there is none.
   *
   * @param found {@code shape << 8 | rank + 1}
   * @return -1 if there is none, else 0
   */
  private int ranked(Half half, int found, int set) {
    int code = Ranks.code((found & 0xFF) - 1);
    int event = shapes.event((found >>> SYMBOL_BITS) * Mood.COUNT + set, Ranks.symbol(code));
    int low = (event >>> 16) + (Ranks.value(code) << Ranks.SCALE_BITS);
    rans.put(half.number, event & 0xFFFF, low, Ranks.SCALE_BITS + Ranks.valueBits(code));
    return (Ranks.symbol(code) - 1) >> 31;
  }

  /** Says whether the guess is right, if there is one. */
  private boolean guessed(Half half, int token) {
    if (half.expected == 0) {
      return false;
    }
    int right = guesses[match.situation(half.expected)];
    boolean hit = match.guess(half.expected) == token;
    if (hit) {
      rans.put(half.number, right, 0, Rans.SCALE_BITS);
    } else {
      rans.put(half.number, Rans.SCALE - right, right, Rans.SCALE_BITS);
    }
    return hit;
  }

  /**
   * Codes an escape.
   *
   * @param wanted -1 if there is one, 0 if not
   */
  private void escape(int wanted, Half half, int token) {
    EscapeModel model = escapeModel;
    int before = lastEscapes[token];
    int age = escapes - before - 1;
    int recent = (escapesBefore - 1 - before & age - EscapeModel.RECENT) >> 31;
    int packed = places.of(token);
    int bucket = packed >>> 16;
    int inBucket = EscapeModel.RECENT + bucket;
    int symbol = inBucket ^ ((inBucket ^ age) & recent);
    int event = model.distributions.event(model.classes[half.last], symbol);
    rans.putIf(wanted, half.number, event & 0xFFFF, event >>> 16, Rans.SCALE_BITS);
    int bits = model.bits[bucket];
    rans.putIf(wanted & ~recent & (-bits >> 31), half.number, 1, packed & 0xFFFF, bits);
    lastEscapes[token] = before ^ ((before ^ escapes) & wanted);
    escapes -= wanted;
  }
}
