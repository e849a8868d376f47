package ryot.lang.wire;

import ryot.lang.Model;
import ryot.lang.Tier;

/**
 * What stands in front of an isolated message's payload, in two bytes for most:
 *
 * <pre>
 *  varint: raw length × 8 + kind          kind 6 only
 * ┌──────────────────────────────┐ ┌────────┬──────────────┐
 * │ 1 byte up to 15 B of message │ │ tier   │ model's id   │
 * │ 2 up to 2 KiB, 3 up to 256 K │ │ 1 byte │ first 4 bytes│
 * └──────────────────────────────┘ └────────┴──────────────┘
 * </pre>
 *
 * The kinds are those of {@link Kind}. The payload ends where the frame ends.
 */
final class Head {

  /** Most bytes in front of a payload. */
  static final int BYTES_MAX = Varint.BYTES_MAX + 5;

  /** Longest message of a frame, bytes: what fits into the number in front. */
  static final int RAW_MAX = Integer.MAX_VALUE >> 3;

  private static final int KIND_BITS = 3;
  private static final int NAMED_BYTES = 5;

  private Head() {}

  /** How a frame says what its payload was coded with. */
  enum Kind {
    STORED(0),
    /** The token tier with the tables that ship, first generation. */
    SHIPPED_TOKENS(1),
    /** The stream tier with the dictionary that ships, first generation. */
    SHIPPED_DICTIONARY(2),
    /** The stream tier without a dictionary. */
    PLAIN_STREAM(3),
    /** The token tier with the tables that reader and writer agreed on. */
    AGREED_TOKENS(4),
    /** The stream tier with the dictionary that reader and writer agreed on. */
    AGREED_DICTIONARY(5),
    /** The tier and the model are named. */
    NAMED(6),
    /** The neural tier with the model that reader and writer agreed on. */
    AGREED_NEURAL(7);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    static Kind of(int code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new IllegalArgumentException("a kind has three bits, not " + code);
    }
  }

  /**
   * A frame's beginning, read.
   *
   * @param rawLength bytes of the message
   * @param tierCode for {@link Kind#NAMED}
   * @param shortId for {@link Kind#NAMED}
   * @param size bytes of the head
   */
  record Read(Kind kind, int rawLength, int tierCode, int shortId, int size) {}

  static int size(Kind kind, int rawLength) {
    return Varint.size(number(kind, rawLength)) + (kind == Kind.NAMED ? NAMED_BYTES : 0);
  }

  /** Writes a head; returns the bytes taken. */
  static int write(byte[] out, int at, Kind kind, int rawLength, Model model) {
    int size = Varint.write(out, at, number(kind, rawLength));
    if (kind == Kind.NAMED) {
      out[at + size] = (byte) model.tier().code();
      LittleEndian.putInt(out, at + size + 1, model.id().shortValue());
      size += NAMED_BYTES;
    }
    return size;
  }

  static Read read(byte[] in, int at, int end) {
    int number = Varint.read(in, at, end);
    int size = Varint.size(number);
    Kind kind = Kind.of(number & ((1 << KIND_BITS) - 1));
    int rawLength = number >>> KIND_BITS;
    if (kind != Kind.NAMED) {
      return new Read(kind, rawLength, 0, 0, size);
    }
    if (end - at - size < NAMED_BYTES) {
      throw new MalformedFrameException("a message ends within its model's name");
    }
    return new Read(
        kind,
        rawLength,
        in[at + size] & 0xFF,
        LittleEndian.intAt(in, at + size + 1),
        size + NAMED_BYTES);
  }

  /** The tier that {@code code} names. */
  static Tier tier(int code) {
    for (Tier tier : Tier.values()) {
      if (tier.code() == code) {
        return tier;
      }
    }
    throw new NewerFormatException("tier " + code + " is not known here");
  }

  private static int number(Kind kind, int rawLength) {
    return rawLength << KIND_BITS | kind.code;
  }
}
