package ryot.lang.model;

import ryot.lang.MalformedPayloadException;
import ryot.lang.entropy.Rans;
import ryot.lang.token.Vocabulary;

/** Reads one block at a time. Reused from block to block; one thread at a time. */
final class MessageDecoder {

  private static final int SLOT = Rans.SCALE - 1;
  private static final int BLOCK_MIN = 1024;

  /** Bytes that the tokens of one turn can read beyond the end, and more. */
  private static final int PADDING = 32;

  private final ContextLists lists;
  private final Distributions shapes;

  /** From a list's distribution to that of the same list below a pair's. */
  private final int below;

  private final EscapeModel escapeModel;
  private final char[] guesses;
  private final Vocabulary vocabulary;
  private final char[] recent = new char[EscapeModel.RECENT];
  private final Half first;
  private final Half second;
  private MatchModel match = new MatchModel(BLOCK_MIN);

  /** A copy of the payload, and bytes that may be read but mean nothing. */
  private byte[] in = new byte[0];

  private int next;
  private int end;
  private int escapes;

  /** Where the word is that a half had for the other, or -1. */
  private int handed;

  MessageDecoder(TokenTables tables) {
    lists = tables.lists();
    shapes = tables.shapes();
    below = shapes.count() / 2;
    escapeModel = tables.escapes();
    guesses = tables.guesses();
    vocabulary = tables.vocabulary();
    first = new Half(tables.opening(0));
    second = new Half(tables.opening(1));
  }

  /** How far a half of the block has come: its coder, its context, its text. */
  private static final class Half {

    final int opening;
    int state;
    int last;
    int prior;
    int share;
    int expected;

    /** Where its next token goes among the match model's. */
    int place;

    /** Where its next byte goes, and where its text ends. */
    int at;

    int end;

    Half(int opening) {
      this.opening = opening;
    }

    void begin(int firstPlace, int from, int to) {
      last = opening;
      prior = opening;
      share = Mood.START;
      expected = 0;
      place = firstPlace;
      at = from;
      end = to;
    }
  }

  /**
   * Reads the {@code rawLength} bytes that {@code size} bytes stand for.
   *
   * @throws MalformedPayloadException if they are no coding of so many
   */
  void decode(byte[] payload, int from, int size, byte[] out, int at, int rawLength) {
    if (match.bytesMax() < rawLength) {
      match =
          new MatchModel(
              Math.min(TokenCodec.BLOCK_BYTES, Math.max(rawLength, 2 * match.bytesMax())));
    }
    if (size < Rans.SIZE_MIN) {
      throw malformed("has %d bytes, fewer than its states".formatted(size));
    }
    if (in.length < size + PADDING) {
      in = new byte[2 * size + PADDING];
    }
    System.arraycopy(payload, from, in, 0, size);
    next = Rans.stateSize(size);
    end = size;
    escapes = 0;
    handed = -1;
    begin(size, at, rawLength);
    Half longer = tokens(out);
    boolean allTaken = next == end || handedLeft();
    if (!allTaken || !Rans.isStart(longer.state, Rans.check(out, at, rawLength))) {
      throw malformed("does not end where its text ends");
    }
  }

  /** Whether nobody has taken the word that a half had for the other, and it is none. */
  private boolean handedLeft() {
    return next == handed && next + Rans.WORD_BYTES == end && Rans.word(in, next) == 0;
  }

  /** Reads both states, and where the second half begins. */
  private void begin(int size, int at, int length) {
    first.state = Rans.firstState(in, 0, size);
    if (first.state == 0) {
      throw malformed("begins with an impossible state");
    }
    int behind = 0;
    if (Halves.bits(length) > 0) {
      behind = value(Halves.bits(length));
      int width = value(Rans.WIDTH_BITS);
      int low = value(Rans.NARROWEST);
      second.state = (1 << width | value(width)) << Rans.NARROWEST | low;
    }
    int firstBytes = Halves.firstBytes(length, behind);
    match.reset(firstBytes);
    first.begin(MatchModel.FIRST, at, at + firstBytes);
    second.begin(MatchModel.second(firstBytes), at + firstBytes, at + length);
  }

  private int value(int bits) {
    int value = first.state & (1 << bits) - 1;
    first.state = refilled(first.state >>> bits);
    if (next > end) {
      throw malformed("ends early");
    }
    return value;
  }

  /**
   * Reads a token of each half in turns, until one has all its text; and then the other's rest.
   *
   * @return the half that ends last
   */
  private Half tokens(byte[] out) {
    Half a = first;
    Half b = second;
    int wideA = a.end - Vocabulary.TOKEN_BYTES_MAX;
    int wideB = b.end - Vocabulary.TOKEN_BYTES_MAX;
    while (a.at < wideA && b.at < wideB) {
      int tokenA = token(a);
      a.at += vocabulary.spellWide(tokenA, out, a.at);
      int tokenB = token(b);
      b.at += vocabulary.spellWide(tokenB, out, b.at);
      requireInside();
    }
    while (a.at < a.end && b.at < b.end) {
      spell(a, token(a), out);
      if (a.at == a.end) {
        handOver(a);
        rest(b, out);
        return b;
      }
      spell(b, token(b), out);
      requireInside();
      if (b.at == b.end) {
        handOver(b);
      }
    }
    rest(a, out);
    return a;
  }

  private void rest(Half half, byte[] out) {
    while (half.at < half.end) {
      spell(half, token(half), out);
      requireInside();
    }
  }

  /** Puts the word that a half ends with back in front of those that are left. */
  private void handOver(Half half) {
    requireInside();
    if (!Rans.isStart(half.state)) {
      throw malformed("does not end where half of its text ends");
    }
    next -= Rans.WORD_BYTES;
    handed = next;
    Rans.putWord(in, next, half.state);
  }

  private void requireInside() {
    if (next > end) {
      throw malformed("ends early");
    }
  }

  private void spell(Half half, int token, byte[] out) {
    int room = half.end - half.at;
    int length = vocabulary.spell(token, out, half.at, room);
    if (length > room) {
      throw malformed("goes on after its text's end");
    }
    half.at += length;
    if (length == room) {
      match.ids[half.place] = MatchModel.NONE;
    }
  }

  private int token(Half half) {
    int record = lists.record(half.last, half.prior);
    int token = -1;
    if (half.expected != 0) {
      token = guessed(half);
    }
    if (token < 0) {
      token = listed(half, record);
    }
    int place = half.place++;
    match.ids[place] = (char) token;
    half.expected = match.after(place, half.expected);
    half.prior = half.last;
    half.last = token;
    return token;
  }

  private int guessed(Half half) {
    int right = guesses[match.situation(half.expected)];
    int state = half.state;
    int slot = state & SLOT;
    if (slot >= right) {
      half.state = refilled((Rans.SCALE - right) * (state >>> Rans.SCALE_BITS) + slot - right);
      return -1;
    }
    half.state = refilled(right * (state >>> Rans.SCALE_BITS) + slot);
    int token = match.guess(half.expected);
    if (token == MatchModel.NONE) {
      throw malformed("repeats a token that is not");
    }
    return token;
  }

  private int listed(Half half, int record) {
    int set = Mood.of(half.share);
    int token = -1;
    int deeper = lists.deeper(half.last, half.prior);
    if (deeper >= 0) {
      token = ranked(half, deeper, set);
      set += below;
    }
    if (token < 0) {
      token = ranked(half, record, set);
    }
    half.share = Mood.after(half.share, token >> 31);
    return token < 0 ? escaped(half) : token;
  }

  /** A token of a list, or -1. */
  private int ranked(Half half, int record, int set) {
    int shape = lists.shape(record) * Mood.COUNT + set;
    int state = half.state;
    int slot = state & (1 << Ranks.SCALE_BITS) - 1;
    int above = state >>> Ranks.SCALE_BITS;
    int symbol = shapes.symbol(shape, slot);
    int event = shapes.event(shape, symbol);
    int bits = Ranks.bits(symbol);
    half.state = refilled((event & 0xFFFF) * (above >>> bits) + slot - (event >>> 16));
    if (symbol == 0) {
      return -1;
    }
    return lists.token(record, Ranks.first(symbol) + (above & (1 << bits) - 1));
  }

  private int escaped(Half half) {
    EscapeModel model = escapeModel;
    int kind = model.classes[half.last];
    int state = half.state;
    int symbol = model.distributions.symbol(kind, state & SLOT);
    state = refilled(model.distributions.after(kind, symbol, state));
    int token;
    if (symbol < EscapeModel.RECENT) {
      if (symbol >= escapes) {
        throw malformed("repeats an escape that was not");
      }
      token = recent[(escapes - 1 - symbol) & (EscapeModel.RECENT - 1)];
    } else {
      int bucket = symbol - EscapeModel.RECENT;
      int bits = model.bits[bucket];
      int place = model.firsts[bucket] + (state & (1 << bits) - 1);
      state = refilled(state >>> bits);
      if (place >= model.order.length) {
        throw malformed("names a token that is not");
      }
      token = model.order[place];
    }
    half.state = state;
    recent[escapes++ & (EscapeModel.RECENT - 1)] = (char) token;
    return token;
  }

  /**
   * The state with a word more, if it is below its range: without a branch, which would be taken
   * one time in three. What is read beyond the end is found out after the turn.
   */
  private int refilled(int state) {
    int low = ((state >>> Rans.WORD_BITS) - 1) >> 31;
    int word = Rans.word(in, next);
    next += low & Rans.WORD_BYTES;
    return (state << (low & Rans.WORD_BITS)) | (word & low);
  }

  private static MalformedPayloadException malformed(String what) {
    return new MalformedPayloadException("the token tier's payload " + what);
  }
}
