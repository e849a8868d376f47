package ryot.bench;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import ryot.lang.Codec;
import ryot.lang.Tier;
import ryot.lang.wire.Sigma;
import ryot.lang.zstd.ZstdCodec;
import ryot.lang.zstd.ZstdDictionary;

/**
 * A message of about a kilobyte, coded and decoded alone; the baseline is zstd with the dictionary
 * that ships. Another one of 64 each time, so that no predictor learns it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {

  private static final int MESSAGES = 64;
  private static final String[] SENTENCES = {
    "The answer depends on how the tree is balanced. ",
    "Here is a function that returns the sum of a list:\n\n",
    "def total(values):\n    return sum(values)\n\n",
    "First, wash the rice; then add twice as much water as rice. ",
    "In 1969, two people walked on the moon for the first time. ",
    "{\"name\": \"search\", \"arguments\": {\"query\": \"weather in Paris\"}}\n",
  };

  /** The codec at work. */
  @Param({"token", "auto", "zstd-3-dict", "zstd-3"})
  public String codec = "token";

  private final byte[][] messages = new byte[MESSAGES][];
  private final byte[][] coded = new byte[MESSAGES][];
  private Codec worker = ZstdCodec.plain(ZstdCodec.LEVEL);
  private byte[] out = new byte[0];
  private byte[] back = new byte[0];
  private int next;

  /** Messages and their codings. */
  @Setup
  public void prepare() {
    worker =
        switch (codec) {
          case "token" -> Sigma.standard().messages(EnumSet.of(Tier.TOKEN));
          case "auto" -> Sigma.standard().messages();
          case "zstd-3-dict" -> ZstdDictionary.of(Sigma.standardDictionary()).newCodec();
          default -> ZstdCodec.plain(ZstdCodec.LEVEL);
        };
    SplittableRandom random = new SplittableRandom(7);
    int longest = 0;
    for (int i = 0; i < MESSAGES; i++) {
      StringBuilder text = new StringBuilder();
      while (text.length() < 1_000) {
        text.append(SENTENCES[random.nextInt(SENTENCES.length)]).append(random.nextInt(100));
      }
      messages[i] = text.toString().getBytes(StandardCharsets.UTF_8);
      longest = Math.max(longest, messages[i].length);
    }
    out = new byte[worker.bound(longest)];
    back = new byte[longest];
    for (int i = 0; i < MESSAGES; i++) {
      int length = worker.encode(messages[i], 0, messages[i].length, out, 0);
      coded[i] = java.util.Arrays.copyOf(out, length);
    }
  }

  /** Bytes of the coding. */
  @Benchmark
  public int encode() {
    byte[] message = messages[next++ % MESSAGES];
    return worker.encode(message, 0, message.length, out, 0);
  }

  /** The message. */
  @Benchmark
  public byte[] decode() {
    int which = next++ % MESSAGES;
    worker.decode(coded[which], 0, coded[which].length, back, 0, messages[which].length);
    return back;
  }
}
