package ryot.lang.model;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import ryot.lang.token.Vocabulary;

/**
 * Token tables as bytes. All numbers are little-endian; u16 unless said otherwise. The order is how
 * many tokens before choose a list, at most: 1, or 2, whose tables have a part more.
 *
 * <pre>
 * "RYTT" u32 │ version 2 u8 │ order - 1 u8 │ tokens V │ records R │ shapes S │ classes K │ buckets B │ u32 text bytes
 * lengths    u8 [V]           text u8 [...]
 * contexts   u32 [V + 2]      prior classes u8 [V + 2]      escape classes u8 [V + 2]
 * records    [R] of: shape, count n, tokens [n]
 * shapes     [S, 37] frequencies: of each shape 3 moods; order 2: the same once more, for lists that
 *            are asked when a pair's has not the token
 * guesses    [64]
 * order      [V]              buckets [B] of: first, u8 bits
 * escapes    [K, 64 + B] frequencies
 * pairs      order 2: [V + 2] per last token how many tokens before it make a pair with a list;
 *            those tokens, ascending; and the pairs' lists: shape u8, count n u8, tokens [n]
 * </pre>
 */
final class TablesFile {

  private static final int MAGIC = 0x54545952;
  private static final int VERSION = 2;
  private static final int ID_BYTES = 8;
  private static final int CLASSES_MAX = 128;

  private TablesFile() {}

  static byte[] write(
      Vocabulary vocabulary,
      ContextLists lists,
      Distributions shapes,
      EscapeModel escapes,
      char[] guesses) {
    Out out = new Out();
    int tokens = vocabulary.size();
    int textBytes = 0;
    for (int id = 0; id < tokens; id++) {
      textBytes += vocabulary.length(id);
    }
    out.int32(MAGIC);
    out.int8(VERSION);
    out.int8(lists.order() - 1);
    out.int16(tokens);
    out.int16(lists.countOfOne());
    out.int16(shapes.count());
    out.int16(escapes.distributions.count());
    out.int16(escapes.buckets());
    out.int32(textBytes);
    for (int id = 0; id < tokens; id++) {
      out.int8(vocabulary.length(id));
    }
    for (int id = 0; id < tokens; id++) {
      out.bytes(vocabulary.text(id));
    }
    for (int context : lists.contexts) {
      out.int32(context);
    }
    out.bytes(lists.priorClasses);
    out.bytes(escapes.classes);
    for (int r = 0; r < lists.countOfOne(); r++) {
      out.int16(lists.shape(r));
      out.int16(lists.size(r));
      tokens(lists, r, out);
    }
    for (int d = 0; d < shapes.count(); d++) {
      for (int symbol = 0; symbol < Ranks.SYMBOLS; symbol++) {
        out.int16(shapes.frequency(d, symbol));
      }
    }
    for (char guess : guesses) {
      out.int16(guess);
    }
    for (char token : escapes.order) {
      out.int16(token);
    }
    for (int b = 0; b < escapes.buckets(); b++) {
      out.int16(escapes.firsts[b]);
      out.int8(escapes.bits[b]);
    }
    WideDistributions distributions = escapes.distributions;
    for (int d = 0; d < distributions.count(); d++) {
      for (int symbol = 0; symbol < distributions.symbols(); symbol++) {
        out.int16(distributions.frequency(d, symbol));
      }
    }
    PairContexts pairs = lists.pairs;
    if (pairs != null) {
      pairs(pairs, lists, out);
    }
    return out.bytes();
  }

  private static void tokens(ContextLists lists, int record, Out out) {
    for (int rank = 0; rank < lists.size(record); rank++) {
      out.int16(lists.token(record, rank));
    }
  }

  private static void pairs(PairContexts pairs, ContextLists lists, Out out) {
    int[] counts = new int[lists.contexts.length];
    for (int i = 0; i < pairs.count(); i++) {
      counts[pairs.last(i)]++;
    }
    for (int count : counts) {
      out.int16(count);
    }
    for (int i = 0; i < pairs.count(); i++) {
      out.int16(pairs.prior(i));
    }
    for (int r = pairs.firstRecord(); r < lists.count(); r++) {
      out.int8(lists.shape(r));
      out.int8(lists.size(r));
      tokens(lists, r, out);
    }
  }

  static TokenTables read(byte[] file) {
    try {
      return new Reader(file).tables();
    } catch (BufferUnderflowException e) {
      throw new MalformedTablesException(
          "token tables end after %d bytes, inside of a part".formatted(file.length), e);
    } catch (IllegalArgumentException e) {
      throw new MalformedTablesException("token tables: " + e.getMessage(), e);
    }
  }

  static byte[] id(byte[] file) {
    try {
      return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(file), ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** One file being read. */
  private static final class Reader {

    private final byte[] file;
    private final ByteBuffer in;
    private int tokens;
    private int shapeCount;

    /** Per token: the number of the last list that had it, from 1. */
    private int[] lastLists = new int[0];

    private int listNumber;

    Reader(byte[] file) {
      this.file = file;
      in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    }

    TokenTables tables() {
      require(in.getInt() == MAGIC, "do not begin with RYTT");
      int version = in.get();
      require(version == VERSION, "have a version that this Ryot does not read", version);
      int order = 1 + in.get();
      require(order == 1 || order == 2, "have an order that this Ryot does not read", order);
      tokens = in.getChar();
      require(
          order == 1 || tokens + TokenTables.OPENINGS <= PairContexts.TOKENS_MAX,
          "have too many tokens for pairs of them",
          tokens);
      int records = in.getChar();
      int distributionCount = in.getChar();
      shapeCount = distributionCount / order / Mood.COUNT;
      int classes = in.getChar();
      int buckets = in.getChar();
      require(records > 0 && shapeCount > 0 && shapeCount <= 256, "have no contexts");
      require(classes > 0 && classes <= CLASSES_MAX, "have too many classes", classes);
      lastLists = new int[tokens];
      byte[] text = new byte[bounded(in.getInt(), 1)];
      byte[] lengths = bytes(tokens);
      in.get(text);
      Vocabulary vocabulary = Vocabulary.of(lengths, text);
      int openings = TokenTables.OPENINGS;
      int[] contexts = new int[tokens + openings];
      bounded(contexts.length, Integer.BYTES);
      in.asIntBuffer().get(contexts);
      in.position(in.position() + contexts.length * Integer.BYTES);
      byte[] priorClasses = bytes(tokens + openings);
      byte[] escapeClasses = bytes(tokens + openings);
      requireContexts(contexts, priorClasses, records);
      ListsBuilder builder = new ListsBuilder(records);
      for (int r = 0; r < records; r++) {
        list(in.getChar(), in.getChar(), builder);
      }
      Distributions shapes =
          new Distributions(
              frequencies(distributionCount, Ranks.SYMBOLS), Ranks.SYMBOLS, Ranks.SCALE_BITS);
      char[] guesses = chars(MatchModel.SITUATIONS);
      for (char guess : guesses) {
        require(guess > 0, "say that a guess is never right");
      }
      EscapeModel escapes = escapes(escapeClasses, classes, buckets);
      PairContexts pairs = order == 1 ? null : pairs(records, contexts.length, builder);
      ContextLists lists = builder.build(contexts, priorClasses, pairs);
      requireCovered(lists, shapes);
      require(in.remaining() == 0, "have bytes after their end", in.remaining());
      return new TokenTables(vocabulary, lists, shapes, escapes, guesses, id(file));
    }

    private void requireContexts(int[] contexts, byte[] priorClasses, int count) {
      for (int context : contexts) {
        require(
            context >= 0 && (context >>> 4) + (context & 15) < count,
            "have a context without record");
      }
      for (byte prior : priorClasses) {
        require(
            prior >= 0 && prior < ContextLists.PRIOR_CLASSES_MAX,
            "have a class that is not",
            prior);
      }
    }

    private void list(int shape, int size, ListsBuilder lists) {
      require(shape < shapeCount, "have a list of a shape that is not", shape);
      require(size <= ContextLists.LIST_MAX, "have a list that is too long", size);
      char[] list = chars(size);
      listNumber++;
      for (char token : list) {
        require(token < tokens, "have a token that is not", token);
        require(lastLists[token] != listNumber, "have a list with a token twice", token);
        lastLists[token] = listNumber;
      }
      lists.add(shape, list, size);
    }

    private PairContexts pairs(int records, int contexts, ListsBuilder lists) {
      char[] counts = chars(contexts);
      int count = 0;
      for (char some : counts) {
        count += some;
      }
      long[] keys = new long[bounded(count, Character.BYTES)];
      int at = 0;
      for (int last = 0; last < contexts; last++) {
        for (int i = 0; i < counts[last]; i++) {
          int prior = in.getChar();
          keys[at] = PairContexts.key(last, prior);
          require(
              prior < contexts && (i == 0 || keys[at] > keys[at - 1]),
              "have a pair that is none, or twice, or out of order",
              prior);
          at++;
        }
      }
      for (int i = 0; i < count; i++) {
        list(in.get() & 0xFF, in.get() & 0xFF, lists);
      }
      return new PairContexts(keys, records);
    }

    /** Whatever list a token is sought in, its place and its absence can be coded. */
    private void requireCovered(ContextLists lists, Distributions shapes) {
      for (int r = 0; r < lists.count(); r++) {
        int symbols = 1 + Ranks.symbol(Ranks.code(lists.size(r) - 1));
        int sets = r < lists.countOfOne() ? lists.order() : 1;
        for (int symbol = 0; symbol < symbols; symbol++) {
          for (int mood = 0; mood < sets * Mood.COUNT; mood++) {
            int set = mood / Mood.COUNT * shapeCount * Mood.COUNT + mood % Mood.COUNT;
            require(
                shapes.frequency(set + lists.shape(r) * Mood.COUNT, symbol) > 0,
                "have a list that its shape does not cover",
                r);
          }
        }
      }
    }

    private EscapeModel escapes(byte[] kinds, int classes, int buckets) {
      for (byte kind : kinds) {
        require(kind >= 0 && kind < classes, "have an escape class that is not", kind);
      }
      char[] order = chars(tokens);
      boolean[] seen = new boolean[tokens];
      for (char token : order) {
        require(token < tokens && !seen[token], "have a token twice or never", token);
        seen[token] = true;
      }
      char[] firsts = new char[buckets];
      byte[] bits = new byte[buckets];
      int covered = 0;
      for (int b = 0; b < buckets; b++) {
        firsts[b] = in.getChar();
        bits[b] = in.get();
        require(
            bits[b] >= 0 && bits[b] <= EscapeModel.BUCKET_BITS_MAX,
            "have a bucket that is too wide",
            b);
        require(
            b == 0 ? firsts[0] == 0 : firsts[b] > firsts[b - 1] && firsts[b] <= covered,
            "have a gap before a bucket",
            b);
        covered = firsts[b] + (1 << bits[b]);
      }
      require(covered >= tokens, "have too few buckets", covered);
      int symbols = EscapeModel.RECENT + buckets;
      WideDistributions distributions =
          new WideDistributions(frequencies(classes, symbols), symbols, EscapeModel.INDEX_BITS);
      for (int d = 0; d < distributions.count(); d++) {
        for (int symbol = 0; symbol < symbols; symbol++) {
          require(distributions.frequency(d, symbol) > 0, "cannot code an escape", symbol);
        }
      }
      return new EscapeModel(kinds, order, firsts, bits, distributions);
    }

    private int[] frequencies(int count, int symbols) {
      int[] frequencies = new int[bounded(count * symbols, Character.BYTES)];
      for (int i = 0; i < frequencies.length; i++) {
        frequencies[i] = in.getChar();
      }
      return frequencies;
    }

    private byte[] bytes(int count) {
      byte[] bytes = new byte[bounded(count, 1)];
      in.get(bytes);
      return bytes;
    }

    private char[] chars(int count) {
      char[] chars = new char[bounded(count, Character.BYTES)];
      for (int i = 0; i < count; i++) {
        chars[i] = in.getChar();
      }
      return chars;
    }

    private int bounded(int count, int bytesEach) {
      require(
          count >= 0 && (long) count * bytesEach <= in.remaining(), "end inside of a part", count);
      return count;
    }

    private void require(boolean holds, String otherwise) {
      if (!holds) {
        throw new MalformedTablesException(
            "token tables near byte %d %s".formatted(in.position(), otherwise));
      }
    }

    private void require(boolean holds, String otherwise, int found) {
      if (!holds) {
        require(false, otherwise + ": " + found);
      }
    }
  }

  /** A growing little-endian file. */
  private static final class Out {

    private ByteBuffer buffer = ByteBuffer.allocate(1 << 22).order(ByteOrder.LITTLE_ENDIAN);

    void int8(int value) {
      room(1).put((byte) value);
    }

    void int16(int value) {
      room(2).putChar((char) value);
    }

    void int32(int value) {
      room(4).putInt(value);
    }

    void bytes(byte[] bytes) {
      room(bytes.length).put(bytes);
    }

    byte[] bytes() {
      return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private ByteBuffer room(int bytes) {
      if (buffer.remaining() < bytes) {
        ByteBuffer wider =
            ByteBuffer.allocate(2 * buffer.capacity() + bytes).order(ByteOrder.LITTLE_ENDIAN);
        wider.put(buffer.flip());
        buffer = wider;
      }
      return buffer;
    }
  }
}
