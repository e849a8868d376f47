package ryot.engine.gguf;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads and validates all of a GGUF file but the values of its tensors.
 *
 * <pre>
 *  byte 0   magic "GGUF"
 *       4   version: u32, 2 or 3 (equal in layout)
 *       8   number of tensors: u64
 *      16   number of metadata pairs: u64
 *      24   metadata pairs        see {@link MetadataReader}
 *           tensor directory      see {@link TensorDirectoryReader}
 *           padding to the alignment ("general.alignment", else 32)
 *           tensor data, each tensor at a multiple of the alignment from here
 * </pre>
 *
 * All numbers are little-endian. Source: {@code docs/gguf.md} of ggml.
 */
final class GgufReader {

  /** What to do about a file that ends too early or holds what no writer writes. */
  static final String REMEDY = "it is cut short or damaged: download it again";

  private static final String MAGIC = "GGUF";
  private static final int VERSION_MIN = 2;
  static final int VERSION_MAX = 3;
  private static final int HEADER_BYTES = 24;
  private static final int PAIR_BYTES_MIN = 14;

  /** Bounds of what a hostile file can make us allocate, far above what any model has. */
  private static final int TENSORS_MAX = 1 << 20;

  private static final int PAIRS_MAX = 1 << 16;

  private static final long ALIGNMENT_DEFAULT = 32;
  private static final String ALIGNMENT_KEY = "general.alignment";

  private final MemorySegment data;
  private final GgufCursor cursor;

  /**
   * What the file says of itself.
   *
   * @param version 2 or 3
   * @param tensors in the order of the file
   */
  record Contents(int version, GgufMetadata metadata, List<GgufTensor> tensors) {}

  /**
   * Prepares to read.
   *
   * @param data the whole file
   * @param file its name for messages
   */
  GgufReader(MemorySegment data, String file) {
    this.data = data;
    this.cursor = new GgufCursor(data, file);
  }

  /**
   * Reads the file.
   *
   * @throws MalformedGgufException if anything in it is not as the format demands
   */
  Contents read() {
    readMagic();
    int version = readVersion();
    int tensorCount = readCount("tensors", TensorDirectoryReader.ENTRY_BYTES_MIN, TENSORS_MAX);
    int pairCount = readCount("metadata pairs", PAIR_BYTES_MIN, PAIRS_MAX);
    GgufMetadata metadata = new MetadataReader(cursor).read(pairCount);
    long alignment = alignment(metadata);
    List<GgufTensor> tensors =
        new TensorDirectoryReader(cursor, data.byteSize(), alignment).read(tensorCount);
    return new Contents(version, metadata, tensors);
  }

  private void readMagic() {
    if (data.byteSize() < HEADER_BYTES) {
      throw cursor.malformed(
          0,
          "the file has %d bytes, a GGUF file has at least %d; %s"
              .formatted(data.byteSize(), HEADER_BYTES, REMEDY));
    }
    byte[] magic = new byte[MAGIC.length()];
    for (int i = 0; i < magic.length; i++) {
      magic[i] = cursor.int8("magic");
    }
    String found = new String(magic, StandardCharsets.ISO_8859_1);
    if (!found.equals(MAGIC)) {
      throw cursor.malformed(
          0,
          "not a GGUF file: starts with \"%s\", expected \"%s\""
              .formatted(found.replaceAll("[^ -~]", "?"), MAGIC));
    }
  }

  private int readVersion() {
    long start = cursor.position();
    int version = cursor.int32("version");
    int swapped = Integer.reverseBytes(version);
    if (swapped >= VERSION_MIN && swapped <= VERSION_MAX) {
      throw cursor.malformed(
          start,
          "a big-endian file of version %d; this engine reads little-endian files, as most are"
              .formatted(swapped));
    }
    if (version < VERSION_MIN || version > VERSION_MAX) {
      throw cursor.malformed(
          start,
          "GGUF version %s, this engine reads %d and %d"
              .formatted(Integer.toUnsignedString(version), VERSION_MIN, VERSION_MAX));
    }
    return version;
  }

  private int readCount(String what, int bytesMin, int countMax) {
    long start = cursor.position();
    long count = cursor.int64("number of " + what);
    if (count < 0 || count > cursor.remaining() / bytesMin) {
      throw cursor.malformed(
          start,
          "the file claims %s %s, %s"
              .formatted(Long.toUnsignedString(count), what, cursor.describeRemaining()));
    }
    if (count > countMax) {
      throw cursor.malformed(
          start, "the file claims %d %s, at most %d are allowed".formatted(count, what, countMax));
    }
    return (int) count;
  }

  private long alignment(GgufMetadata metadata) {
    if (!metadata.contains(ALIGNMENT_KEY)) {
      return ALIGNMENT_DEFAULT;
    }
    int alignment = metadata.int32(ALIGNMENT_KEY);
    if (Integer.bitCount(alignment) != 1 || alignment < 0) {
      throw metadata.malformed(ALIGNMENT_KEY, "a positive power of two");
    }
    return alignment;
  }
}
