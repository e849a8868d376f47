package ryot.lang.token;

import java.util.Arrays;

/**
 * Messages to learn from, up to a bound, each of a group: answers to one prompt, parts of one
 * document. What is said often but in one group only says little about other text.
 */
public final class TrainingText {

  private final int bytesMax;
  private byte[] bytes = new byte[1 << 20];
  private int[] ends = new int[1 << 12];
  private int[] groups = new int[1 << 12];
  private int count;

  /** Room for messages of {@code bytesMax} bytes in all. */
  public TrainingText(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  /**
   * Adds a message; those of a group come one after the other.
   *
   * @return whether there was room for it
   */
  public boolean add(int group, byte[] message) {
    int start = size();
    if (message.length > bytesMax - start) {
      return false;
    }
    int end = start + message.length;
    if (bytes.length < end) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(bytesMax, Math.max(end, 2L * bytes.length)));
    }
    System.arraycopy(message, 0, bytes, start, message.length);
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
      groups = Arrays.copyOf(groups, 2 * count);
    }
    ends[count] = end;
    groups[count++] = group;
    return true;
  }

  /** Number of messages. */
  public int count() {
    return count;
  }

  /** Bytes of all messages. */
  public int size() {
    return count == 0 ? 0 : ends[count - 1];
  }

  /** Where a message begins in {@link #bytes()}. */
  public int start(int message) {
    return message == 0 ? 0 : ends[message - 1];
  }

  /** Where a message ends. */
  public int end(int message) {
    return ends[message];
  }

  /** The group of a message. */
  public int group(int message) {
    return groups[message];
  }

  /** All messages one after the other, and room. Borrowed. */
  public byte[] bytes() {
    return bytes;
  }
}
