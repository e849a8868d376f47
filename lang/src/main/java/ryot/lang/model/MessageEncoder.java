package ryot.lang.model;

import java.util.Arrays;
import ryot.lang.entropy.Rans;
import ryot.lang.entropy.RansEncoder;
import ryot.lang.token.Tokenizer;

/** Codes one block at a time. Reused from block to block; one thread at a time. */
final class MessageEncoder {

  /** Events of a token at most: the guess, the list, the escape, the place in a bucket. */
  private static final int EVENTS_MAX = 4;

  private final TokenTables tables;
  private final Tokenizer tokenizer;
  private final PairIndex pairs;
  private final EscapePlaces places;
  private final RansEncoder rans = new RansEncoder();

  /** Per token: the number of its last escape, counted from the codec's first. */
  private final int[] lastEscapes;

  private MatchModel match = new MatchModel(1024);
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
    match.reset();
    ContextLists lists = tables.lists();
    Distributions shapes = tables.shapes();
    int last = tables.start();
    int prior = last;
    for (int i = 0; i < count; i++) {
      int token = match.ids[i];
      if (!guessed(token)) {
        int record = lists.record(last, prior);
        int rank = pairs.rank(record / ContextLists.RECORD, token);
        int shape = lists.shape(record);
        rans.put(shapes.start(shape, rank + 1), shapes.frequency(shape, rank + 1));
        if (rank < 0) {
          escape(last, token);
        }
      }
      match.advance(i);
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
      rans.put(0, right);
    } else {
      rans.put(right, Rans.SCALE - right);
    }
    return hit;
  }

  private void escape(int last, int token) {
    EscapeModel model = tables.escapes();
    int kind = model.classes[last];
    int before = lastEscapes[token];
    int age = escapes - before - 1;
    if (before >= escapesBefore && age < EscapeModel.RECENT) {
      put(model.distributions, kind, age);
    } else {
      int place = places.place(token);
      int bucket = places.bucket(token);
      put(model.distributions, kind, EscapeModel.RECENT + bucket);
      int bits = model.bits[bucket];
      if (bits > 0) {
        rans.putBits(place - model.firsts[bucket], bits);
      }
    }
    lastEscapes[token] = escapes++;
  }

  private void put(Distributions distributions, int distribution, int symbol) {
    rans.put(
        distributions.start(distribution, symbol), distributions.frequency(distribution, symbol));
  }
}
