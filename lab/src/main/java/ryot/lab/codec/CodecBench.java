package ryot.lab.codec;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import ryot.lang.Codec;
import ryot.lang.MalformedPayloadException;

/**
 * Measures codecs on a message set: every message alone, on one thread, by the CPU time of that
 * thread, so that neighbours count little. The best of several windows stands, as everything that
 * disturbs makes slower.
 */
public final class CodecBench {

  private static final int WINDOWS = 5;

  private final MessageSet set;
  private final double seconds;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  /**
   * A bench over {@code set}.
   *
   * @param seconds of CPU time for each codec and way, about: half to warm up, half to measure; at
   *     least each message once
   */
  public CodecBench(MessageSet set, double seconds) {
    this.set = set;
    this.seconds = seconds;
  }

  /** One way through all messages. */
  @FunctionalInterface
  private interface Pass {
    void run();
  }

  /**
   * Measures one codec.
   *
   * @param name as it is reported
   */
  public CodecSeries measure(String name, Codec codec) {
    List<byte[]> messages = set.messages();
    int longest = messages.stream().mapToInt(message -> message.length).max().orElse(0);
    byte[] out = new byte[codec.bound(longest)];
    byte[] back = new byte[longest];
    byte[][] coded = new byte[messages.size()][];
    long bytesOut = 0;
    boolean verified = true;
    for (int i = 0; i < coded.length; i++) {
      byte[] message = messages.get(i);
      int length = codec.encode(message, 0, message.length, out, 0);
      coded[i] = Arrays.copyOf(out, length);
      bytesOut += length;
      verified &= comesBack(codec, coded[i], message, back);
    }
    double compress =
        rate(
            () -> {
              for (byte[] message : messages) {
                int length = codec.encode(message, 0, message.length, out, 0);
                assert length <= out.length : "a codec keeps its bound";
              }
            });
    double decompress =
        rate(
            () -> {
              for (int i = 0; i < coded.length; i++) {
                codec.decode(coded[i], 0, coded[i].length, back, 0, messages.get(i).length);
              }
            });
    long bytesIn = set.bytes();
    return new CodecSeries(
        name,
        (double) bytesIn / bytesOut,
        compress,
        decompress,
        coded.length,
        bytesIn,
        bytesOut,
        verified);
  }

  /**
   * Measures a codec that works on many messages at once, with threads of its own: all of them
   * together, once there and once back, by the clock.
   *
   * @param name as it is reported
   */
  public CodecSeries measureTogether(String name, Codec codec) {
    List<byte[]> messages = set.messages();
    long begin = System.nanoTime();
    List<byte[]> coded = codec.encodeAll(messages);
    double compress = set.bytes() / 1e6 / seconds(begin);
    begin = System.nanoTime();
    int[] lengths = messages.stream().mapToInt(message -> message.length).toArray();
    List<byte[]> back = codec.decodeAll(coded, lengths);
    double decompress = set.bytes() / 1e6 / seconds(begin);
    boolean verified = true;
    long bytesOut = 0;
    for (int i = 0; i < lengths.length; i++) {
      verified &= Arrays.equals(messages.get(i), back.get(i));
      bytesOut += coded.get(i).length;
    }
    return new CodecSeries(
        name,
        (double) set.bytes() / bytesOut,
        compress,
        decompress,
        lengths.length,
        set.bytes(),
        bytesOut,
        verified);
  }

  private static double seconds(long beginNanos) {
    return Math.max(1, System.nanoTime() - beginNanos) / 1e9;
  }

  private static boolean comesBack(Codec codec, byte[] coded, byte[] message, byte[] back) {
    Arrays.fill(back, 0, message.length, (byte) ~message[0]);
    try {
      codec.decode(coded, 0, coded.length, back, 0, message.length);
    } catch (MalformedPayloadException e) {
      return false;
    }
    return Arrays.equals(back, 0, message.length, message, 0, message.length);
  }

  /** 10^6 bytes of messages a second: the best of the windows. */
  private double rate(Pass pass) {
    long half = (long) (seconds / 2 * 1e9);
    long begin = threads.getCurrentThreadCpuTime();
    while (threads.getCurrentThreadCpuTime() - begin < half) {
      pass.run();
    }
    double best = 0;
    for (int window = 0; window < WINDOWS; window++) {
      long start = threads.getCurrentThreadCpuTime();
      long spent = 0;
      int passes = 0;
      while (passes == 0 || spent < half / WINDOWS) {
        pass.run();
        passes++;
        spent = threads.getCurrentThreadCpuTime() - start;
      }
      best = Math.max(best, passes * (set.bytes() / 1e6) / (Math.max(1, spent) / 1e9));
    }
    return best;
  }
}
