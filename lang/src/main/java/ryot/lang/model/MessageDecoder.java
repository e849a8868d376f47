package ryot.lang.model;

import ryot.lang.MalformedPayloadException;
import ryot.lang.entropy.Rans;
import ryot.lang.token.Vocabulary;

/** Reads one block at a time. Reused from block to block; one thread at a time. */
final class MessageDecoder {

  private static final int SLOT = Rans.SCALE - 1;

  /** Bytes that one token can read beyond the end, and more. */
  private static final int PADDING = 32;

  private final TokenTables tables;
  private final Vocabulary vocabulary;
  private final char[] recent = new char[EscapeModel.RECENT];
  private MatchModel match = new MatchModel(1024);

  /** A copy of the payload, and bytes that may be read but mean nothing. */
  private byte[] in = new byte[0];

  private int next;
  private int end;
  private int escapes;

  /** The coder's state after {@link #escaped}, which has two results. */
  private long stateAfter;

  MessageDecoder(TokenTables tables) {
    this.tables = tables;
    vocabulary = tables.vocabulary();
  }

  /**
   * Reads the {@code rawLength} bytes that {@code size} bytes stand for.
   *
   * @throws MalformedPayloadException if they are no coding of so many
   */
  void decode(byte[] payload, int from, int size, byte[] out, int at, int rawLength) {
    if (match.ids.length < rawLength) {
      match =
          new MatchModel(
              Math.min(TokenCodec.BLOCK_BYTES, Math.max(rawLength, 2 * match.ids.length)));
    }
    if (size < Rans.SIZE_MIN) {
      throw malformed("has %d bytes, fewer than a state".formatted(size));
    }
    long state = Rans.firstState(payload, from, size);
    if (state < 0) {
      throw malformed("begins with an impossible state");
    }
    if (in.length < size + PADDING) {
      in = new byte[2 * size + PADDING];
    }
    System.arraycopy(payload, from, in, 0, size);
    next = Rans.stateSize(size);
    end = size;
    escapes = 0;
    match.reset();
    state = tokens(state, out, at, at + rawLength);
    if (next != end || state != (Rans.LOW | Rans.check(out, at, rawLength))) {
      throw malformed("does not end where its text ends");
    }
  }

  private long tokens(long first, byte[] out, int from, int to) {
    ContextLists lists = tables.lists();
    Distributions shapes = tables.shapes();
    char[] guesses = tables.guesses();
    MatchModel known = match;
    long state = first;
    int last = tables.start();
    int prior = last;
    int share = Mood.START;
    int at = from;
    for (int i = 0; at < to; i++) {
      int record = lists.record(last, prior);
      int size = lists.size(record);
      int token = -1;
      if (known.guesses()) {
        int right = guesses[known.situation()];
        int slot = (int) state & SLOT;
        if (slot < right) {
          state = refilled(right * (state >>> Rans.SCALE_BITS) + slot);
          token = known.guess();
        } else {
          state = refilled((Rans.SCALE - right) * (state >>> Rans.SCALE_BITS) + slot - right);
        }
      }
      if (token < 0) {
        int shape = lists.shape(record) * Mood.COUNT + Mood.of(share);
        int slot = (int) state & SLOT;
        int symbol = shapes.symbol(shape, slot);
        state = refilled(shapes.after(shape, symbol, state, 0));
        if (symbol == 0) {
          share = Mood.afterEscape(share);
          token = escaped(last, state);
          state = stateAfter;
        } else {
          if (symbol > size) {
            throw malformed("has a rank that no list has");
          }
          share = Mood.afterListed(share);
          token = lists.token(record, symbol - 1);
        }
      }
      if (next > end) {
        throw malformed("ends early");
      }
      known.ids[i] = (char) token;
      known.advance(i);
      at += spell(token, out, at, to);
      prior = last;
      last = token;
    }
    return state;
  }

  private int spell(int token, byte[] out, int at, int to) {
    if (to - at >= Vocabulary.TOKEN_BYTES_MAX) {
      return vocabulary.spellWide(token, out, at);
    }
    int length = vocabulary.spell(token, out, at, to - at);
    if (length > to - at) {
      throw malformed("goes on after its text's end");
    }
    return length;
  }

  private int escaped(int last, long before) {
    EscapeModel model = tables.escapes();
    int kind = model.classes[last];
    int slot = (int) before & SLOT;
    int symbol = model.distributions.symbol(kind, slot);
    int token;
    if (symbol < EscapeModel.RECENT) {
      if (symbol >= escapes) {
        throw malformed("repeats an escape that was not");
      }
      token = recent[(escapes - 1 - symbol) & (EscapeModel.RECENT - 1)];
      stateAfter = refilled(model.distributions.after(kind, symbol, before, 0));
    } else {
      int bucket = symbol - EscapeModel.RECENT;
      int bits = model.bits[bucket];
      int value = (int) (before >>> Rans.SCALE_BITS) & ((1 << bits) - 1);
      int place = model.firsts[bucket] + value;
      stateAfter = refilled(model.distributions.after(kind, symbol, before, bits));
      if (place >= model.order.length) {
        throw malformed("names a token that is not");
      }
      token = model.order[place];
    }
    recent[escapes++ & (EscapeModel.RECENT - 1)] = (char) token;
    return token;
  }

  /**
   * The state with a word more, if it is below its range: without a branch, which would be taken
   * one time in three. What is read beyond the end is found out after the token.
   */
  private long refilled(long state) {
    long low = (state - Rans.LOW) >> 63;
    long word = Rans.word(in, next);
    next += (int) low & Integer.BYTES;
    return (state << (low & 32)) | (word & low);
  }

  private static MalformedPayloadException malformed(String what) {
    return new MalformedPayloadException("the token tier's payload " + what);
  }
}
