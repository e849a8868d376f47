package ryot.lang.wire;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;

/**
 * The format of files and pipes, version 1:
 *
 * <pre>
 * ┌────────────┬─────────┬───────┬───────┬──────────────────────────┐
 * │ CE A3 4C 31│ version │ flags │ count │ count × (tier, id 8 B)   │  header
 * ├──────┬─────┴──┬──────┴─┬─────┴───┬───┴─────────┬────────────────┘
 * │ type │ raw    │ size   │ payload │ check 4 B   │                   data, type 00–3F
 * │      │ varint │ varint │ size B  │ of the text │
 * ├──────┼────────┼────────┴─────────┼─────────────┤
 * │ 40   │ size   │ body             │ check 4 B   │                   index
 * ├──────┼────────┴─────┬────────────┴──┬──────────┴──┐
 * │ 41   │ text, 8 B LE │ index, 4 B LE │ 31 4C A3 CE │                end
 * └──────┴──────────────┴───────────────┴─────────────┘
 * </pre>
 *
 * A data block's type is its tier's code, plus 10 (hexadecimal) if it continues the session of the
 * blocks before it. Checks are the low half of XXH3-64. Types from 80 on may be passed over by who
 * does not know them: they are a varint size and as many bytes. Others, flags from 01 to 08, and
 * versions above 1 are a newer format's.
 *
 * <p>An index's body is a varint distance from this index back to the one before (0: none), a
 * varint count, and for each block since then two varints: raw length × 2 + (1 if it continues a
 * session), and the size of the whole block. The end says how far before itself the last index
 * begins.
 */
final class Container {

  static final int MAGIC = 0x314CA3CE;
  static final int END_MAGIC = 0xCEA34C31;
  static final int VERSION = 1;
  static final int FIXED_HEADER_BYTES = 7;
  static final int MODEL_BYTES = 9;
  static final int MODELS_MAX = 15;
  static final int REQUIRED_FLAGS = 0x0F;

  static final int TIER_BITS = 0x0F;
  static final int CONTINUES = 0x10;
  static final int DATA_UP_TO = 0x3F;
  static final int UNKNOWN_DATA_BITS = 0x20;
  static final int INDEX = 0x40;
  static final int END = 0x41;
  static final int PASSED_OVER_FROM = 0x80;

  static final int CHECK_BYTES = 4;
  static final int END_BYTES = 17;

  /** Blocks between two indexes: what bounds an index in memory. */
  static final int INDEX_BLOCKS = 16_384;

  /** Bytes of an index's body, at most: two numbers of three bytes for each block, and two more. */
  static final int INDEX_BYTES_MAX = INDEX_BLOCKS * 8 + 16;

  /** A payload beyond its text by more than this is nothing that was written. */
  static final int PAYLOAD_SLACK = 64;

  private static final Hasher64 XXH3 = Hashing.xxh3_64();

  private Container() {}

  /** The low half of XXH3-64. */
  static int check(byte[] bytes, int from, int length) {
    return (int) XXH3.hashBytesToLong(bytes, from, length);
  }
}
