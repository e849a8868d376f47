package ryot.lang.model;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ryot.lang.entropy.Rans;

/**
 * Reads one coded block as the documents say, without any of the tables that make the decoder fast:
 * states are numbers of any size, symbols and guesses are searched for. Evidently right, and slow.
 */
final class ReferenceDecoder {

  private static final int KINDS = 4;
  private static final BigInteger LEAST = BigInteger.ONE.shiftLeft(16);

  private final TokenTables tables;

  /** Tokens of both halves in the order in which they are read. */
  private final List<Place> read = new ArrayList<>();

  private final List<Integer> escapes = new ArrayList<>();
  private byte[] in = new byte[0];
  private int next;

  /** The word that the half that ended first had for the other; -1 before that. */
  private int handed = -1;

  ReferenceDecoder(TokenTables tables) {
    this.tables = tables;
  }

  /** A token of a half: there is one more than are known, at which a guess may point. */
  private record Place(Half half, int index) {

    int token() {
      return half.tokens.get(index);
    }

    int before(int back) {
      return index < back ? MatchModel.NONE : half.tokens.get(index - back);
    }
  }

  /** A half of the text and its coder. */
  private static final class Half {

    final int opening;
    final List<Integer> tokens = new ArrayList<>();
    final ByteArrayOutputStream text = new ByteArrayOutputStream();
    BigInteger state = BigInteger.ZERO;
    int length;
    int share = Mood.START;
    Place guess;
    int right;

    Half(int opening) {
      this.opening = opening;
      guess = new Place(this, -1);
    }

    boolean goesOn() {
      return text.size() < length;
    }
  }

  byte[] decode(byte[] payload, int rawLength) {
    in = Arrays.copyOf(payload, payload.length + 2);
    next = 3 + (payload.length - 3) % 2;
    Half first = new Half(tables.vocabulary().size());
    Half second = new Half(tables.vocabulary().size() + 1);
    byte[] front = new byte[next];
    for (int i = 0; i < next; i++) {
      front[i] = payload[next - 1 - i];
    }
    first.state = new BigInteger(1, front);
    int behind = rawLength < 256 ? 0 : value(first, 4);
    if (rawLength >= 256) {
      int width = value(first, 4);
      int low = value(first, 16);
      int high = value(first, width);
      second.state = BigInteger.valueOf(((1L << width | high) << 16) + low);
    }
    first.length = rawLength < 256 ? rawLength : rawLength / 2 + behind;
    second.length = rawLength - first.length;
    Half longer = first;
    while (first.goesOn() || second.goesOn()) {
      longer = token(first, second, longer);
      longer = token(second, first, longer);
    }
    first.text.writeBytes(second.text.toByteArray());
    byte[] text = first.text.toByteArray();
    int check = Rans.check(text, 0, text.length);
    boolean noneLeft = next == payload.length - 2 && handed == 0;
    if (!longer.state.equals(LEAST.add(BigInteger.valueOf(check)))
        || (next != payload.length && !noneLeft)) {
      throw new IllegalStateException("not a coding");
    }
    return text;
  }

  /** Reads a token of a half, if it goes on, and says which half goes on for longer so far. */
  private Half token(Half half, Half other, Half longer) {
    if (!half.goesOn()) {
      return longer;
    }
    int last = before(half, 1);
    int token = half.guess.index() >= 0 ? guessed(half) : -1;
    if (token < 0) {
      token = listed(half, last, before(half, 2));
      half.share += token < 0 ? (256 - half.share) / 8 : -(half.share / 8);
      token = token < 0 ? escaped(half, last) : token;
    }
    half.tokens.add(token);
    expect(half);
    read.add(new Place(half, half.tokens.size() - 1));
    half.text.writeBytes(tables.vocabulary().text(token));
    if (half.goesOn() || !other.goesOn()) {
      return half.goesOn() ? longer : half;
    }
    handed = half.state.subtract(LEAST).intValueExact();
    next -= 2;
    in[next] = (byte) handed;
    in[next + 1] = (byte) (handed >>> 8);
    return other;
  }

  private static int before(Half half, int back) {
    return half.tokens.size() < back ? half.opening : half.tokens.get(half.tokens.size() - back);
  }

  private int guessed(Half half) {
    Place guess = half.guess;
    int token = guess.index() < guess.half().tokens.size() ? guess.token() : MatchModel.NONE;
    int kind = token < 64 ? 0 : token < 1024 ? 1 : token < 8192 ? 2 : KINDS - 1;
    int hit = tables.guesses()[half.right * KINDS + kind];
    int slot = half.state.intValue() & 0xFFFF;
    if (slot < hit) {
      advance(half, 0, hit, 16, 0);
      return token;
    }
    advance(half, hit, 65_536 - hit, 16, 0);
    return -1;
  }

  /** A token of the list for two tokens or, if it is not there, of that for one; or -1. */
  private int listed(Half half, int last, int prior) {
    ContextLists lists = tables.lists();
    int mood = (half.share > 56 ? 1 : 0) + (half.share > 104 ? 1 : 0);
    int firstSet = 0;
    PairContexts pairs = lists.pairs;
    for (int i = 0; pairs != null && i < pairs.count(); i++) {
      if (pairs.last(i) == last && pairs.prior(i) == prior) {
        int record = pairs.firstRecord() + i;
        int rank = rank(half, lists.shape(record) * 3 + mood);
        if (rank >= 0) {
          return lists.token(record, rank);
        }
        firstSet = tables.shapes().count() / 2;
      }
    }
    int record = lists.record(last, prior);
    int rank = rank(half, firstSet + lists.shape(record) * 3 + mood);
    return rank < 0 ? -1 : lists.token(record, rank);
  }

  /** A rank of the list, or -1. */
  private int rank(Half half, int shape) {
    int slot = half.state.intValue() & 1023;
    int symbol = 0;
    int start = 0;
    while (start + tables.shapes().frequency(shape, symbol) <= slot) {
      start += tables.shapes().frequency(shape, symbol++);
    }
    int bits = symbol <= 16 ? 0 : (symbol - 13) / 4;
    int value = half.state.shiftRight(10).intValue() & ((1 << bits) - 1);
    advance(half, start, tables.shapes().frequency(shape, symbol), 10, bits);
    int first = symbol - 1;
    for (int s = 17; s < symbol; s++) {
      first += (1 << ((s - 13) / 4)) - 1;
    }
    return symbol == 0 ? -1 : first + value;
  }

  private int escaped(Half half, int last) {
    EscapeModel model = tables.escapes();
    int kind = model.classes[last];
    int slot = half.state.intValue() & 0xFFFF;
    int symbol = 0;
    int start = 0;
    while (start + model.distributions.frequency(kind, symbol) <= slot) {
      start += model.distributions.frequency(kind, symbol++);
    }
    advance(half, start, model.distributions.frequency(kind, symbol), 16, 0);
    int token;
    if (symbol < 64) {
      token = escapes.get(escapes.size() - 1 - symbol);
    } else {
      token = model.order[model.firsts[symbol - 64] + value(half, model.bits[symbol - 64])];
    }
    escapes.add(token);
    return token;
  }

  private int value(Half half, int bits) {
    int value = half.state.intValue() & ((1 << bits) - 1);
    advance(half, value, 1, bits, 0);
    return value;
  }

  private void advance(Half half, int start, int frequency, int scale, int bits) {
    int slot = half.state.intValue() & ((1 << scale) - 1);
    half.state =
        half.state
            .shiftRight(scale + bits)
            .multiply(BigInteger.valueOf(frequency))
            .add(BigInteger.valueOf(slot - start));
    if (half.state.compareTo(LEAST) < 0) {
      int word = (in[next] & 0xFF) | (in[next + 1] & 0xFF) << 8;
      half.state = half.state.shiftLeft(16).add(BigInteger.valueOf(word));
      next += 2;
    }
  }

  /** What the token after those of a half is guessed to be. */
  private void expect(Half half) {
    Place at = new Place(half, half.tokens.size() - 1);
    Place guess = half.guess;
    boolean known = guess.index() >= 0 && guess.index() < guess.half().tokens.size();
    if (half.right > 0 && known && guess.token() == at.token()) {
      half.guess = new Place(guess.half(), guess.index() + 1);
      half.right = Math.min(half.right + 1, 15);
      return;
    }
    half.guess = new Place(half, -1);
    half.right = 0;
    Place pair = lastWithIndex(at, true);
    int hash = pairHash(at);
    if (pair != null && (pairHash(pair) & 0xFFFF) == (hash & 0xFFFF)) {
      half.guess = new Place(pair.half(), pair.index() + 1);
      half.right = 1;
      while (half.right < 4 && pair.before(half.right + 1) == at.before(half.right + 1)) {
        half.right++;
      }
    } else if (at.token() >= 80) {
      Place single = lastWithIndex(at, false);
      if (single != null && single.token() == at.token()) {
        half.guess = new Place(single.half(), single.index() + 1);
      }
    }
  }

  /** The last place read whose hash has the same ten leading bits, or null. */
  private @Nullable Place lastWithIndex(Place at, boolean pairs) {
    int wanted = (pairs ? pairHash(at) : at.token() * 0x9E3779B1) >>> 22;
    for (int i = read.size() - 1; i >= 0; i--) {
      Place earlier = read.get(i);
      int hash = pairs ? pairHash(earlier) : earlier.token() * 0x9E3779B1;
      if (hash >>> 22 == wanted) {
        return earlier;
      }
    }
    return null;
  }

  private static int pairHash(Place at) {
    return (at.before(1) * 0x9E3779B1 + at.token()) * 0x85EBCA6B;
  }
}
