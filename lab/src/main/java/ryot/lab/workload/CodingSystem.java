package ryot.lab.workload;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import ryot.lab.results.ModelIdentity;
import ryot.lab.results.Subject;
import ryot.lang.model.TokenTables;
import ryot.lang.wire.MessageCodec;
import ryot.lang.wire.Sigma;
import ryot.lang.zstd.SessionCodec;

/**
 * ΣLANG, coding the messages that ship with the lab: answers of open models, cut into messages of 1
 * KiB, to prompts that nothing in it was trained on. Every coded batch is decoded and compared,
 * outside the timed part.
 */
public final class CodingSystem implements Measurable {

  private static final int MESSAGE_BYTES = 1_024;
  private static final int THREADS = 2;

  private final boolean sessions;
  private final byte[][] pool;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  private CodingSystem(boolean sessions, byte[][] pool) {
    this.sessions = sessions;
    this.pool = pool;
  }

  /** The system of a benchmark: whole sessions for throughput, else isolated messages. */
  public static CodingSystem open(String benchmark) throws IOException {
    byte[] text = HeldOutMessages.read();
    byte[][] pool = new byte[text.length / MESSAGE_BYTES][];
    for (int i = 0; i < pool.length; i++) {
      pool[i] = Arrays.copyOfRange(text, i * MESSAGE_BYTES, (i + 1) * MESSAGE_BYTES);
    }
    return new CodingSystem(benchmark.equals("CompressionThroughputBenchmark"), pool);
  }

  /** The tables that code, in the place of a model. */
  public static ModelIdentity identity() {
    byte[] id = TokenTables.standard().id();
    return new ModelIdentity(
        "SigmaLang default tables", "standard.tables", 0, HexFormat.of().formatHex(id));
  }

  @Override
  public Subject description() {
    return new Subject(
        "ryot lang",
        sessions ? "stream tier, sessions" : "auto: token, stream or stored, isolated messages",
        sessions ? "Zstandard by zstd-jni" : "tables and Zstandard",
        sessions ? THREADS : 1,
        "",
        0,
        pool.length + " messages of 1 KiB from held-out answers (messages-licence.txt), redrawn",
        null);
  }

  @Override
  public Workload workload(long seed, LongSupplier clockNanos, Aside aside) {
    SplittableRandom random = new SplittableRandom(seed);
    Coding coding = sessions ? new Sessions(threads) : new Isolated();
    return (messages, bytes) -> {
      aside.begin();
      List<byte[]> batch = draw(random, messages);
      aside.end();
      long begin = clockNanos.getAsLong();
      long out = coding.code(batch);
      long nanos = clockNanos.getAsLong() - begin;
      aside.begin();
      long in = coding.verified(batch);
      aside.end();
      return new Iteration(nanos, nanos, Math.toIntExact(in), (double) in / out);
    };
  }

  /** Different messages in an order of their own: none twice, so none is known already. */
  private List<byte[]> draw(SplittableRandom random, int messages) {
    for (int i = 0; i < messages; i++) {
      int other = i + random.nextInt(pool.length - i);
      byte[] drawn = pool[other];
      pool[other] = pool[i];
      pool[i] = drawn;
    }
    return List.of(pool).subList(0, messages);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** One way of coding a batch. */
  private interface Coding {

    /** Codes all messages; bytes that came out. */
    long code(List<byte[]> batch) throws InterruptedException;

    /** Bytes of the batch that come back from what was coded last as they were. */
    long verified(List<byte[]> batch);
  }

  /** Every message alone. */
  private static final class Isolated implements Coding {
    private final MessageCodec codec = Sigma.standard().messages();
    private final byte[] out = new byte[MESSAGE_BYTES * 1_024];
    private final int[] ends = new int[1_024];
    private final byte[] back = new byte[MESSAGE_BYTES];

    @Override
    public long code(List<byte[]> batch) {
      int at = 0;
      for (int i = 0; i < batch.size(); i++) {
        at += codec.encode(batch.get(i), 0, MESSAGE_BYTES, out, at);
        ends[i] = at;
      }
      return at;
    }

    @Override
    public long verified(List<byte[]> batch) {
      long bytes = 0;
      int from = 0;
      for (int i = 0; i < batch.size(); i++) {
        codec.decode(out, from, ends[i] - from, back, 0, MESSAGE_BYTES);
        bytes += Arrays.equals(back, batch.get(i)) ? MESSAGE_BYTES : 0;
        from = ends[i];
      }
      return bytes;
    }
  }

  /** The batch as a session on each of the threads. */
  private static final class Sessions implements Coding {
    private final ExecutorService threads;
    private final List<Session> sessions = List.of(new Session(), new Session());

    Sessions(ExecutorService threads) {
      this.threads = threads;
    }

    @Override
    public long code(List<byte[]> batch) throws InterruptedException {
      List<Future<Integer>> running = new ArrayList<>();
      for (Session session : sessions) {
        running.add(threads.submit(() -> session.code(batch)));
      }
      long out = 0;
      for (Future<Integer> one : running) {
        try {
          out += one.get();
        } catch (ExecutionException e) {
          throw new IllegalStateException("a session could not be coded", e);
        }
      }
      return out;
    }

    @Override
    public long verified(List<byte[]> batch) {
      return sessions.stream().mapToLong(session -> session.verified(batch)).sum();
    }
  }

  /** One thread's session. */
  private static final class Session {
    private final SessionCodec codec = SessionCodec.plain();
    private final byte[] text = new byte[64 * MESSAGE_BYTES];
    private final byte[] out = new byte[1 << 20];
    private final byte[] back = new byte[64 * MESSAGE_BYTES];
    private final int[] ends = new int[1_024];

    int code(List<byte[]> batch) {
      codec.codingCheckpoint();
      int at = 0;
      int blocks = 0;
      for (int from = 0; from < batch.size(); from += 64) {
        int length = gather(batch, from);
        at += codec.encode(text, 0, length, out, at);
        ends[blocks++] = at;
      }
      return at;
    }

    /** Messages are flushed together, 64 KiB at a time, as a container's blocks are. */
    private int gather(List<byte[]> batch, int from) {
      int until = Math.min(batch.size(), from + 64);
      for (int i = from; i < until; i++) {
        System.arraycopy(batch.get(i), 0, text, (i - from) * MESSAGE_BYTES, MESSAGE_BYTES);
      }
      return (until - from) * MESSAGE_BYTES;
    }

    long verified(List<byte[]> batch) {
      codec.decodingCheckpoint();
      long bytes = 0;
      int at = 0;
      for (int from = 0, block = 0; from < batch.size(); from += 64, block++) {
        int length = gather(batch, from);
        codec.decode(out, at, ends[block] - at, back, 0, length);
        bytes += Arrays.equals(text, 0, length, back, 0, length) ? length : 0;
        at = ends[block];
      }
      return bytes;
    }
  }
}
