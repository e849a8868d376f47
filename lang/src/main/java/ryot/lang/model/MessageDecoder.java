package ryot.lang.model;

import ryot.lang.MalformedPayloadException;
import ryot.lang.entropy.Rans;
import ryot.lang.token.Vocabulary;

/** Reads one block at a time. Reused from block to block; one thread at a time. */
final class MessageDecoder {

  private static final int SLOT = Rans.SCALE - 1;

  private final TokenTables tables;
  private final Vocabulary vocabulary;
  private final char[] recent = new char[EscapeModel.RECENT];
  private MatchModel match = new MatchModel(1024);
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
    in = payload;
    next = from + Rans.stateSize(size);
    end = from + size;
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
    int at = from;
    for (int i = 0; at < to; i++) {
      int token = -1;
      if (known.guesses()) {
        int right = guesses[known.situation()];
        int slot = (int) state & SLOT;
        if (slot < right) {
          state = right * (state >>> Rans.SCALE_BITS) + slot;
          token = known.guess();
        } else {
          state = (Rans.SCALE - right) * (state >>> Rans.SCALE_BITS) + slot - right;
        }
        state = refilled(state);
      }
      if (token < 0) {
        int record = lists.record(last, prior);
        int shape = lists.shape(record);
        int slot = (int) state & SLOT;
        int symbol = shapes.symbol(shape, slot);
        state =
            shapes.frequency(shape, symbol) * (state >>> Rans.SCALE_BITS)
                + slot
                - shapes.start(shape, symbol);
        state = refilled(state);
        if (symbol == 0) {
          token = escaped(last, state);
          state = stateAfter;
        } else {
          if (symbol > lists.size(record)) {
            throw malformed("has a rank that no list has");
          }
          token = lists.token(record, symbol - 1);
        }
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
    long state =
        refilled(
            model.distributions.frequency(kind, symbol) * (before >>> Rans.SCALE_BITS)
                + slot
                - model.distributions.start(kind, symbol));
    int token;
    if (symbol < EscapeModel.RECENT) {
      if (symbol >= escapes) {
        throw malformed("repeats an escape that was not");
      }
      token = recent[escapes - 1 - symbol & EscapeModel.RECENT - 1];
    } else {
      int bucket = symbol - EscapeModel.RECENT;
      int place = model.firsts[bucket];
      int bits = model.bits[bucket];
      if (bits > 0) {
        int shift = Rans.SCALE_BITS - bits;
        int bitSlot = (int) state & SLOT;
        place += bitSlot >>> shift;
        state = refilled((state >>> Rans.SCALE_BITS << shift) + (bitSlot & (1 << shift) - 1));
      }
      if (place >= model.order.length) {
        throw malformed("names a token that is not");
      }
      token = model.order[place];
    }
    recent[escapes++ & EscapeModel.RECENT - 1] = (char) token;
    stateAfter = state;
    return token;
  }

  private long refilled(long state) {
    if (state >= Rans.LOW) {
      return state;
    }
    if (end - next < Integer.BYTES) {
      throw malformed("ends early");
    }
    long word = Rans.word(in, next);
    next += Integer.BYTES;
    return state << 32 | word;
  }

  private static MalformedPayloadException malformed(String what) {
    return new MalformedPayloadException("the token tier's payload " + what);
  }
}
