package ryot.lang.wire;

import java.util.Arrays;

/** The blocks since the index before, as a writer gathers them and a reader finds them. */
final class BlockIndex {

  private int[] raw = new int[64];
  private int[] stored = new int[64];
  private boolean[] continues = new boolean[64];
  private int count;

  void add(int rawLength, int storedSize, boolean continuesSession) {
    if (count == raw.length) {
      raw = Arrays.copyOf(raw, 2 * count);
      stored = Arrays.copyOf(stored, 2 * count);
      continues = Arrays.copyOf(continues, 2 * count);
    }
    raw[count] = rawLength;
    stored[count] = storedSize;
    continues[count++] = continuesSession;
  }

  /** Adds all blocks of {@code other}. */
  void addAll(BlockIndex other) {
    for (int i = 0; i < other.count; i++) {
      add(other.raw[i], other.stored[i], other.continues[i]);
    }
  }

  int count() {
    return count;
  }

  int raw(int block) {
    return raw[block];
  }

  int stored(int block) {
    return stored[block];
  }

  boolean continues(int block) {
    return continues[block];
  }

  void clear() {
    count = 0;
  }

  /** The body, with the distance back to the index before; 0 where there is none. */
  byte[] body(int distance) {
    byte[] body = new byte[Varint.BYTES_MAX * (2 + 2 * count)];
    int at = Varint.write(body, 0, distance);
    at += Varint.write(body, at, count);
    for (int i = 0; i < count; i++) {
      at += Varint.write(body, at, raw[i] << 1 | (continues[i] ? 1 : 0));
      at += Varint.write(body, at, stored[i]);
    }
    return Arrays.copyOf(body, at);
  }

  /** The blocks of {@code body}, whose check was good. */
  static BlockIndex read(byte[] body) {
    int[] at = {0};
    next(body, at);
    int count = next(body, at);
    if (count > Container.INDEX_BLOCKS) {
      throw new MalformedFrameException("an index of " + count + " blocks is longer than any");
    }
    BlockIndex index = new BlockIndex();
    for (int i = 0; i < count; i++) {
      int rawAndFlag = next(body, at);
      index.add(rawAndFlag >>> 1, next(body, at), (rawAndFlag & 1) == 1);
    }
    if (at[0] != body.length) {
      throw new MalformedFrameException(
          "an index has " + (body.length - at[0]) + " bytes too many");
    }
    return index;
  }

  /** The distance back to the index before, from a body. */
  static int distance(byte[] body) {
    return Varint.read(body, 0, body.length);
  }

  private static int next(byte[] body, int[] at) {
    int value = Varint.read(body, at[0], body.length);
    at[0] += Varint.size(value);
    return value;
  }
}
