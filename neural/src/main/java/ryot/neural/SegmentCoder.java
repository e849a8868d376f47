package ryot.neural;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ryot.engine.cache.KvCache;
import ryot.engine.cache.KvLayout;
import ryot.engine.cache.KvPagePool;
import ryot.engine.cache.KvType;
import ryot.engine.kernel.WorkerTeam;
import ryot.engine.load.LoadedModel;
import ryot.engine.model.Batch;
import ryot.engine.model.Transformer;
import ryot.engine.model.Workspace;
import ryot.lang.MalformedPayloadException;

/**
 * Codes segments by a model's next-token probabilities, many in each step. As a step's logits do
 * not depend on what else is in it, segments are encoded many tokens at a time, and decoded token
 * by token beside each other. One thread; the model's team helps.
 */
final class SegmentCoder {

  /** Tokens of a step of encoding, each with its row of logits. */
  private static final int STEP = 64;

  /** Segments that are decoded beside each other. */
  private static final int TOGETHER = 32;

  /** Tokens of all segments in work, which bounds the cache; one segment may be longer. */
  private static final int TOKENS_MAX = 32_768;

  /** Bytes that no token spells are coded in runs of at most so many. */
  private static final int RUN_MAX = 256;

  private final Transformer transformer;
  private final WorkerTeam team;
  private final Spelling spelling;
  private final int[] prompt;
  private final NeuralOptions options;
  private final KvPagePool pool;
  private final Workspace workspace;

  /** One for each worker. */
  private final TokenWeights[] weights;

  private final Batch batch = new Batch();

  /** What the step's rows of logits are for, in their order. */
  private final List<Row> rows = new ArrayList<>();

  private final WorkerTeam.Task<List<Row>> code = this::code;

  /**
   * A coder by {@code loaded}, which is borrowed.
   *
   * @param prompt stands before every segment, at least one token
   */
  SegmentCoder(LoadedModel loaded, Spelling spelling, int[] prompt, NeuralOptions options) {
    transformer = loaded.transformer();
    team = loaded.team();
    this.spelling = spelling;
    this.prompt = prompt;
    this.options = options;
    KvLayout layout = new KvLayout(transformer.config().kvShape(), KvType.F16);
    pool = new KvPagePool(layout, KvPagePool.pagesFor(TOKENS_MAX) + STEP, Arena.ofAuto());
    workspace = transformer.newWorkspace(Math.max(STEP, TOGETHER * prompt.length), STEP, STEP);
    weights = new TokenWeights[team.size()];
    Arrays.setAll(weights, i -> new TokenWeights(transformer.config().vocabularySize()));
  }

  /** Work on one row of logits. */
  private interface Row {
    /** Does what needs no other row of the same segment; on any thread. */
    void code(TokenWeights weights, int row);
  }

  private void code(List<Row> all, int part, int parts) {
    for (int i = part; i < all.size(); i += parts) {
      all.get(i).code(weights[part], i);
    }
  }

  private void take(TokenWeights weights, int row) {
    weights.take(workspace.logits(), workspace.logitsOffset(row));
  }

  /** Computes the batch, and lets all threads code its rows. */
  private void step() {
    transformer.forward(batch, workspace);
    team.run(code, rows);
    options.progress().accept(batch.size());
  }

  private void clear() {
    batch.clear();
    rows.clear();
  }

  /** Whether one more segment of {@code tokens} may be in work beside others. */
  private static boolean fits(List<?> working, int held, int tokens) {
    return working.isEmpty() || held + tokens <= TOKENS_MAX;
  }

  /**
   * The codings of {@code segments}; none of one that was verified and did not come back as it was.
   */
  List<Optional<byte[]>> encode(Segment[] segments) {
    List<Optional<byte[]>> coded =
        new ArrayList<>(Collections.nCopies(segments.length, Optional.empty()));
    List<Encoding> working = new ArrayList<>();
    int next = 0;
    int held = 0;
    try {
      while (next < segments.length || !working.isEmpty()) {
        clear();
        int fed = 0;
        for (Encoding encoding : working) {
          fed += encoding.feed(STEP - fed);
        }
        while (fed < STEP && next < segments.length) {
          Encoding encoding = new Encoding(next, segments[next]);
          if (!fits(working, held, encoding.capacity())) {
            encoding.close();
            break;
          }
          next++;
          held += encoding.capacity();
          working.add(encoding);
          fed += encoding.feed(STEP - fed);
        }
        if (fed > 0) {
          step();
        }
        for (int i = working.size() - 1; i >= 0; i--) {
          Encoding encoding = working.get(i);
          encoding.emit();
          if (encoding.isDone()) {
            coded.set(encoding.index, Optional.of(encoding.finish()));
            held -= encoding.capacity();
            working.remove(i).close();
          }
        }
      }
    } finally {
      working.forEach(Encoding::close);
    }
    if (options.verify()) {
      verify(segments, coded);
    }
    return coded;
  }

  /** Drops the codings that do not decode to their text. */
  private void verify(Segment[] segments, List<Optional<byte[]>> coded) {
    CodedSegment[] again = new CodedSegment[segments.length];
    for (int i = 0; i < again.length; i++) {
      int length = segments[i].length();
      byte[] coding = coded.get(i).orElseThrow();
      again[i] = new CodedSegment(coding, 0, coding.length, new byte[length], 0, length);
    }
    try {
      decode(again);
    } catch (MalformedPayloadException e) {
      Collections.fill(coded, Optional.empty());
      return;
    }
    for (int i = 0; i < again.length; i++) {
      Segment segment = segments[i];
      int end = segment.from() + segment.length();
      byte[] text = again[i].text();
      if (!Arrays.equals(text, 0, text.length, segment.bytes(), segment.from(), end)) {
        coded.set(i, Optional.empty());
      }
    }
  }

  /** A segment on its way to a coding. */
  private final class Encoding implements AutoCloseable {
    private final int index;
    private final int[] items;

    /** The prompt and the items that are tokens. */
    private final int[] tokens;

    /** How many of them something comes after that is to be coded. */
    private final int wanted;

    private final KvCache cache;
    private final RangeEncoder encoder = new RangeEncoder();

    /** The rows of the step that are this segment's. */
    private final List<Symbol> symbols = new ArrayList<>();

    private int fed;
    private int emitted;

    Encoding(int index, Segment segment) {
      this.index = index;
      items = spelling.items(segment.bytes(), segment.from(), segment.length());
      int[] all = Arrays.copyOf(prompt, prompt.length + items.length);
      int count = prompt.length;
      for (int item : items) {
        if (item >= 0) {
          all[count++] = item;
        }
      }
      tokens = Arrays.copyOf(all, count);
      if (items.length == 0) {
        wanted = 0;
      } else {
        wanted = items[items.length - 1] >= 0 ? count - 1 : count;
      }
      cache = pool.newCache(capacity());
    }

    /** Tokens that the cache has room for. */
    int capacity() {
      return tokens.length;
    }

    /** Adds up to {@code room} tokens to the batch; returns how many. */
    int feed(int room) {
      symbols.clear();
      int count = Math.min(room, wanted - fed);
      if (count == 0) {
        return 0;
      }
      batch.add(cache, tokens, fed, fed + count, Batch.Logits.ALL);
      for (int i = fed; i < fed + count; i++) {
        Symbol symbol =
            new Symbol(i < prompt.length - 1, i + 1 < tokens.length ? tokens[i + 1] : 0);
        symbols.add(symbol);
        rows.add(symbol);
      }
      fed += count;
      return count;
    }

    /** Codes what the step's rows tell about. */
    void emit() {
      for (Symbol symbol : symbols) {
        if (!symbol.withinPrompt) {
          emit(symbol);
        }
      }
      symbols.clear();
    }

    /** Escaped bytes in runs, then the next token. */
    private void emit(Symbol symbol) {
      while (emitted < items.length && items[emitted] < 0) {
        int end = emitted;
        while (end < Math.min(items.length, emitted + RUN_MAX) && items[end] < 0) {
          end++;
        }
        encoder.encode(symbol.total - 1, 1, symbol.total);
        encoder.encode(end - emitted - 1, 1, RUN_MAX);
        for (; emitted < end; emitted++) {
          encoder.encode(Spelling.unescaped(items[emitted]) & 0xFF, 1, 256);
        }
      }
      if (emitted < items.length) {
        encoder.encode(symbol.below, symbol.weight, symbol.total);
        emitted++;
      }
    }

    boolean isDone() {
      return fed == wanted;
    }

    byte[] finish() {
      return encoder.finish();
    }

    @Override
    public void close() {
      cache.close();
    }
  }

  /** The token after a row of logits, as the range coder wants it. */
  private final class Symbol implements Row {
    private final boolean withinPrompt;
    private final int token;
    private long below;
    private long weight;
    private long total;

    Symbol(boolean withinPrompt, int token) {
      this.withinPrompt = withinPrompt;
      this.token = token;
    }

    @Override
    public void code(TokenWeights of, int row) {
      if (!withinPrompt) {
        take(of, row);
        below = of.below(token);
        weight = of.weight(token);
        total = of.total();
      }
    }
  }

  /**
   * Decodes all segments.
   *
   * @throws MalformedPayloadException if one is not the coding of a text of its length; what the
   *     texts' ranges then hold is undefined
   */
  void decode(CodedSegment[] segments) {
    List<Decoding> working = new ArrayList<>();
    int next = 0;
    int held = 0;
    try {
      while (next < segments.length || !working.isEmpty()) {
        while (working.size() < TOGETHER && next < segments.length) {
          int capacity = prompt.length + segments[next].rawLength();
          if (!fits(working, held, capacity)) {
            break;
          }
          held += capacity;
          working.add(new Decoding(segments[next++], capacity));
        }
        clear();
        working.forEach(Decoding::feed);
        if (batch.sliceCount() > 0) {
          step();
        }
        for (int i = working.size() - 1; i >= 0; i--) {
          Decoding decoding = working.get(i);
          if (decoding.isDone()) {
            held -= decoding.cache.capacity();
            working.remove(i).close();
          }
        }
      }
    } finally {
      working.forEach(Decoding::close);
    }
  }

  /** A coding on its way back to a segment. */
  private final class Decoding implements Row, AutoCloseable {
    private final CodedSegment segment;
    private final KvCache cache;
    private final int[] token = new int[1];
    private final RangeDecoder decoder;
    private int written;
    private @Nullable MalformedPayloadException damage;

    Decoding(CodedSegment segment, int capacity) {
      this.segment = segment;
      this.cache = pool.newCache(capacity);
      this.decoder = new RangeDecoder(segment.bytes(), segment.from(), segment.length());
    }

    void feed() {
      if (written < segment.rawLength()) {
        boolean first = cache.length() == 0;
        int[] tokens = first ? prompt : token;
        batch.add(cache, tokens, 0, tokens.length, Batch.Logits.LAST);
        rows.add(this);
      }
    }

    @Override
    public void code(TokenWeights of, int row) {
      try {
        take(of, row);
        while (written < segment.rawLength()) {
          int symbol = of.find(decoder.target(of.total()));
          decoder.take(of.below(symbol), of.weight(symbol));
          if (symbol != of.escape()) {
            write(spelling.piece(symbol));
            token[0] = symbol;
            return;
          }
          byte[] run = new byte[uniform(RUN_MAX) + 1];
          for (int i = 0; i < run.length; i++) {
            run[i] = (byte) uniform(256);
          }
          write(run);
        }
      } catch (MalformedPayloadException e) {
        damage = e;
      }
    }

    private int uniform(int count) {
      int value = (int) decoder.target(count);
      decoder.take(value, 1);
      return value;
    }

    private void write(byte[] bytes) {
      if (bytes.length == 0 || bytes.length > segment.rawLength() - written) {
        throw new MalformedPayloadException(
            "a neural coding has %d bytes after %d of %d: damaged"
                .formatted(bytes.length, written, segment.rawLength()));
      }
      System.arraycopy(bytes, 0, segment.text(), segment.at() + written, bytes.length);
      written += bytes.length;
    }

    /** Whether all is decoded; throws what {@link #code} found. */
    boolean isDone() {
      if (damage != null) {
        throw damage;
      }
      if (written < segment.rawLength()) {
        return false;
      }
      decoder.finish();
      return true;
    }

    @Override
    public void close() {
      cache.close();
    }
  }
}
