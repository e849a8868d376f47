package ryot.lang.model;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import ryot.lang.entropy.Rans;

/**
 * Reads one coded block as the documents say, without any of the tables that make the decoder fast:
 * the state is a number of any size, symbols and guesses are searched for. Evidently right, and
 * slow.
 */
final class ReferenceDecoder {

  private static final int KINDS = 4;

  private final TokenTables tables;
  private final List<Integer> tokens = new ArrayList<>();
  private final List<Integer> escapes = new ArrayList<>();
  private byte[] in = new byte[0];
  private int next;
  private BigInteger state = BigInteger.ZERO;
  private int guess;
  private int right;

  ReferenceDecoder(TokenTables tables) {
    this.tables = tables;
  }

  byte[] decode(byte[] payload, int rawLength) {
    in = payload;
    next = 5 + (payload.length - 5) % 4;
    byte[] first = new byte[next];
    for (int i = 0; i < next; i++) {
      first[i] = payload[next - 1 - i];
    }
    state = new BigInteger(1, first);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int share = Mood.START;
    while (out.size() < rawLength) {
      int last = before(1);
      int token = guess > 0 ? guessed() : -1;
      if (token < 0) {
        int record = tables.lists().record(last, before(2));
        int shape = tables.lists().shape(record) * Mood.COUNT + Mood.of(share);
        int symbol = symbol(tables.shapes(), shape);
        share += symbol == 0 ? (256 - share) / 8 : -(share / 8);
        token = symbol == 0 ? escaped(last) : tables.lists().token(record, symbol - 1);
      }
      tokens.add(token);
      expect();
      out.writeBytes(tables.vocabulary().text(token));
    }
    byte[] text = out.toByteArray();
    long check = (1L << 31) + Rans.check(text, 0, text.length);
    if (!state.equals(BigInteger.valueOf(check)) || next != payload.length) {
      throw new IllegalStateException("not a coding");
    }
    return text;
  }

  private int before(int back) {
    return tokens.size() < back ? tables.start() : tokens.get(tokens.size() - back);
  }

  private int guessed() {
    int token = tokens.get(guess);
    int kind = token < 64 ? 0 : token < 1024 ? 1 : token < 8192 ? 2 : KINDS - 1;
    int hit = tables.guesses()[right * KINDS + kind];
    int slot = state.intValue() & 0xFFFF;
    if (slot < hit) {
      advance(0, hit, 0);
      return token;
    }
    advance(hit, 65_536 - hit, 0);
    return -1;
  }

  private int escaped(int last) {
    EscapeModel model = tables.escapes();
    int kind = model.classes[last];
    int slot = state.intValue() & 0xFFFF;
    int symbol = find(model.distributions, kind, slot);
    int token;
    if (symbol < 64) {
      advance(model.distributions, kind, symbol, 0);
      token = escapes.get(escapes.size() - 1 - symbol);
    } else {
      int bits = model.bits[symbol - 64];
      int value = state.shiftRight(16).intValue() & ((1 << bits) - 1);
      advance(model.distributions, kind, symbol, bits);
      token = model.order[model.firsts[symbol - 64] + value];
    }
    escapes.add(token);
    return token;
  }

  private int symbol(Distributions distributions, int distribution) {
    int symbol = find(distributions, distribution, state.intValue() & 0xFFFF);
    advance(distributions, distribution, symbol, 0);
    return symbol;
  }

  private static int find(Distributions distributions, int distribution, int slot) {
    int sum = 0;
    int symbol = 0;
    while (sum + distributions.frequency(distribution, symbol) <= slot) {
      sum += distributions.frequency(distribution, symbol++);
    }
    return symbol;
  }

  private void advance(Distributions distributions, int distribution, int symbol, int bits) {
    int start = 0;
    for (int s = 0; s < symbol; s++) {
      start += distributions.frequency(distribution, s);
    }
    advance(start, distributions.frequency(distribution, symbol), bits);
  }

  private void advance(int start, int frequency, int bits) {
    int slot = state.intValue() & 0xFFFF;
    state =
        state
            .shiftRight(16 + bits)
            .multiply(BigInteger.valueOf(frequency))
            .add(BigInteger.valueOf(slot - start));
    if (state.bitLength() < 32) {
      byte[] word = {in[next + 3], in[next + 2], in[next + 1], in[next]};
      state = state.shiftLeft(32).add(new BigInteger(1, word));
      next += 4;
    }
  }

  /** What the token after those known is guessed to be: the place of an earlier one, or 0. */
  private void expect() {
    int at = tokens.size() - 1;
    if (guess > 0 && right > 0 && tokens.get(guess).equals(tokens.get(at))) {
      guess++;
      right = Math.min(right + 1, 15);
      return;
    }
    guess = 0;
    right = 0;
    int pair = at == 0 ? 0 : lastWithHash(at, true);
    if (pair > 1
        && tokens.get(pair - 1).equals(tokens.get(at))
        && tokens.get(pair - 2).equals(tokens.get(at - 1))) {
      guess = pair;
      right = 1;
      while (right < 4
          && pair >= right + 2
          && tokens.get(pair - right - 2).equals(tokens.get(at - right - 1))) {
        right++;
      }
    } else if (at > 0 && tokens.get(at) >= 80) {
      int single = lastWithHash(at, false);
      guess = single > 0 && tokens.get(single - 1).equals(tokens.get(at)) ? single : 0;
    }
  }

  /** One after the last place before {@code at} whose hash is that of {@code at}; 0 for none. */
  private int lastWithHash(int at, boolean pairs) {
    int hash = hash(at, pairs);
    for (int i = at - 1; i >= (pairs ? 1 : 0); i--) {
      if (hash(i, pairs) == hash) {
        return i + 1;
      }
    }
    return 0;
  }

  private int hash(int at, boolean pairs) {
    int token = tokens.get(at);
    int mixed = pairs ? (tokens.get(at - 1) * 0x9E3779B1 + token) * 0x85EBCA6B : token * 0x9E3779B1;
    return mixed >>> 21;
  }
}
