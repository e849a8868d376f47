package ryot.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import ryot.vault.Rsu;
import ryot.vault.StoredRsu;
import ryot.vault.Vault;
import ryot.vault.VaultOptions;
import ryot.vault.seal.Argon2Cost;
import ryot.vault.seal.Credential;
import ryot.vault.storage.DiskStorage;

/**
 * A vault on the disk of {@code java.io.tmpdir}: warm reads, and writes that are durable when they
 * return, alone and by eight threads. Baselines are a plain file's read and synced write of the
 * same sizes, without encryption, index or transactions.
 */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.SampleTime, Mode.Throughput})
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgs = {
      "-XX:CompileCommand=quiet",
      "-XX:CompileCommand=CompileThresholdScaling,com.sun.crypto.provider.*::*,0.01"
    })
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
public class VaultBenchmark {
  private static final int UNITS = 10_000;
  private static final int IDS = 1_000;
  private static final int KV_BYTES = 3 << 19;
  private static final int FILE_BYTES = 64 << 20;

  private final AtomicInteger next = new AtomicInteger();
  private final MemorySegment target = Arena.ofAuto().allocate(KV_BYTES);
  private final byte[] small = new byte[1 << 10];
  private final byte[] large = new byte[64 << 10];
  private Path folder = Path.of("");
  private @Nullable Vault opened;
  private @Nullable StoredRsu block;
  private @Nullable FileChannel plain;

  /** Units of 1 and 4 KiB, one of 1.5 MiB of keys and values, and a plain file. */
  @Setup
  public void prepare() throws IOException {
    folder = Files.createTempDirectory("vault-benchmark");
    SplittableRandom random = new SplittableRandom(1);
    random.nextBytes(small);
    random.nextBytes(large);
    try (Credential credential = Credential.passphrase("benchmark".toCharArray())) {
      opened =
          Vault.create(
              DiskStorage.open(folder),
              credential,
              new Argon2Cost(8, 1, 1),
              VaultOptions.usual().budget(4L << 30));
    }
    Vault vault = vault();
    byte[] four = new byte[4 << 10];
    random.nextBytes(four);
    for (int i = 0; i < UNITS; i++) {
      vault.submit(unit("1/" + i, small)).join();
      vault.submit(unit("4/" + i, four)).join();
    }
    byte[] kv = new byte[KV_BYTES];
    random.nextBytes(kv);
    vault.put(unit("kv", kv));
    block = vault.find("kv").orElseThrow();
    plain =
        FileChannel.open(
            folder.resolve("plain-file"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
    for (int at = 0; at < FILE_BYTES; at += zeros.capacity()) {
      plain().write(zeros.clear(), at);
    }
    plain().force(true);
  }

  /** Removes all of it. */
  @TearDown
  public void remove() throws IOException {
    plain().close();
    vault().close();
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              path -> {
                try {
                  Files.delete(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }

  private Vault vault() {
    return Objects.requireNonNull(opened);
  }

  private FileChannel plain() {
    return Objects.requireNonNull(plain);
  }

  private static Rsu unit(String id, byte[] bytes) {
    return Rsu.builder(id).kv(MemorySegment.ofArray(bytes)).build();
  }

  private int next(int bound) {
    return Math.floorMod(next.getAndIncrement() * 7919, bound);
  }

  /** A unit of 1 KiB by its id. */
  @Benchmark
  public Rsu read1KiB() throws IOException {
    return vault().get("1/" + next(UNITS)).orElseThrow();
  }

  /** A unit of 4 KiB by its id. */
  @Benchmark
  public Rsu read4KiB() throws IOException {
    return vault().get("4/" + next(UNITS)).orElseThrow();
  }

  /** A block of 1.5 MiB into memory outside the heap. */
  @Benchmark
  public MemorySegment readBlock() throws IOException {
    Objects.requireNonNull(block).readKv(0, target);
    return target;
  }

  /** 4 KiB of a plain file. */
  @Benchmark
  public ByteBuffer plainRead4KiB() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4 << 10);
    plain().read(bytes, 4096L * next(FILE_BYTES / 4096));
    return bytes;
  }

  /** A unit of 1 KiB, durable. */
  @Benchmark
  public void write1KiB() throws IOException {
    vault().put(unit("w/" + next(IDS), small));
  }

  /** 1 KiB of a plain file, durable. */
  @Benchmark
  public void plainWrite1KiB() throws IOException {
    plain().write(ByteBuffer.wrap(small), 4096L * next(FILE_BYTES / 4096));
    plain().force(false);
  }

  /** A unit of 1 KiB, durable, from eight threads. */
  @Benchmark
  @Threads(8)
  public void write1KiBByEight() throws IOException {
    vault().put(unit("w/" + next(IDS), small));
  }

  /** A unit of 64 KiB, durable, from eight threads. */
  @Benchmark
  @Threads(8)
  public void write64KiBByEight() throws IOException {
    vault().put(unit("w/" + next(IDS), large));
  }
}
