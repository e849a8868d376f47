package ryot.lang.model;

import java.util.Arrays;
import ryot.lang.entropy.Rans;
import ryot.lang.entropy.RansEncoder;
import ryot.lang.token.Tokenizer;

/** Codes one block at a time. Reused from block to block; one thread at a time. */
final class MessageEncoder {

  /** Events of a token at most: the guess, the list, the escape. */
  private static final int EVENTS_MAX = 3;

  private final TokenTables tables;
  private final Tokenizer tokenizer;
  private final PairIndex pairs;
  private final EscapePlaces places;
  private final RansEncoder rans = new RansEncoder();

  /** Per token: the number of its last escape, counted from the codec's first. */
  private final int[] lastEscapes;

  private MatchModel match = new MatchModel(1024);

  /** Per token of the block: {@code shape << 8 | symbol}, by its context's list. */
  private int[] listed = new int[1024];

  private int escapes;
  private int escapesBefore;

  MessageEncoder(TokenTables tables) {
    this.tables = tables;
    tokenizer = tables.tokenizer();
    pairs = tables.pairs();
    places = tables.places();
    lastEscapes = new int[tables.vocabulary().size()];
    escapes = 1;
  }

  /**
   * Codes {@code length} bytes, if that takes less than {@code limit}.
   *
   * @return the bytes written, or -1
   */
  int encode(byte[] in, int from, int length, byte[] out, int at, int limit) {
    if (match.ids.length < length) {
      match =
          new MatchModel(Math.min(TokenCodec.BLOCK_BYTES, Math.max(length, 2 * match.ids.length)));
      listed = new int[match.ids.length];
    }
    int count = tokenizer.tokenize(in, from, length, match.ids);
    rans.begin(count * EVENTS_MAX);
    model(count);
    return rans.finish(Rans.check(in, from, length), out, at, limit);
  }

  private void model(int count) {
    if (escapes > Integer.MAX_VALUE - TokenCodec.BLOCK_BYTES) {
      Arrays.fill(lastEscapes, 0);
      escapes = 1;
    }
    escapesBefore = escapes;
    list(count);
    match.reset();
    Distributions shapes = tables.shapes();
    int share = Mood.START;
    for (int i = 0; i < count; i++) {
      if (!guessed(match.ids[i])) {
        int found = listed[i];
        int shape = (found >>> 8) * Mood.COUNT + Mood.of(share);
        rans.put(shapes.event(shape, found & 0xFF));
        if ((found & 0xFF) != 0) {
          share = Mood.afterListed(share);
        } else {
          escape(i == 0 ? tables.start() : match.ids[i - 1], match.ids[i]);
          share = Mood.afterEscape(share);
        }
      }
      match.advance(i);
    }
  }

  /**
   * Finds every token in its context's list, guessed or not: a loop of its own, in which the
   * look-ups of one token do not wait for those of another.
   */
  private void list(int count) {
    ContextLists lists = tables.lists();
    char[] ids = match.ids;
    int[] found = listed;
    int last = tables.start();
    int prior = last;
    for (int i = 0; i < count; i++) {
      int token = ids[i];
      int record = lists.record(last, prior);
      int rank = pairs.rank(record, token);
      found[i] = lists.shape(record) << 8 | rank + 1;
      prior = last;
      last = token;
    }
  }

  /** Says whether the guess is right, if there is one. */
  private boolean guessed(int token) {
    if (!match.guesses()) {
      return false;
    }
    int right = tables.guesses()[match.situation()];
    boolean hit = match.guess() == token;
    if (hit) {
      rans.put(right);
    } else {
      rans.put((right << Rans.SCALE_BITS) | (Rans.SCALE - right));
    }
    return hit;
  }

  private void escape(int last, int token) {
    EscapeModel model = tables.escapes();
    int kind = model.classes[last];
    int before = lastEscapes[token];
    int age = escapes - before - 1;
    if (before >= escapesBefore && age < EscapeModel.RECENT) {
      rans.put(model.distributions.event(kind, age));
    } else {
      int packed = places.of(token);
      int place = packed & 0xFFFF;
      int bucket = packed >>> 16;
      int event = model.distributions.event(kind, EscapeModel.RECENT + bucket);
      rans.put(event, place - model.firsts[bucket], model.bits[bucket]);
    }
    lastEscapes[token] = escapes++;
  }
}
