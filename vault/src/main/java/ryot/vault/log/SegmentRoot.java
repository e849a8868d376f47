package ryot.vault.log;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The root of the hash tree over all segments that were ever sealed. Whoever has noted one can tell
 * later whether a log goes on from there, also when the segments have been compacted since.
 *
 * <p>It is written {@code SEGMENTS-HASH}, the hash as 64 hexadecimal digits. It tells nothing of
 * what is in the log.
 *
 * @param segments that were sealed
 * @param hash SHA-256, 32 bytes
 */
public record SegmentRoot(long segments, byte[] hash) {
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,10})-([0-9a-fA-F]{64})");

  public SegmentRoot {
    hash = hash.clone();
  }

  static SegmentRoot of(MerkleTree sealed) {
    return new SegmentRoot(sealed.size(), sealed.root());
  }

  /** What {@link #toString} wrote; empty if this is nothing of the kind. */
  public static Optional<SegmentRoot> parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    return matcher.matches()
        ? Optional.of(
            new SegmentRoot(
                Long.parseLong(matcher.group(1)), HexFormat.of().parseHex(matcher.group(2))))
        : Optional.empty();
  }

  @Override
  public byte[] hash() {
    return hash.clone();
  }

  /**
   * Makes sure that a tree has grown from the one that this is the root of.
   *
   * @throws TamperedException if it is older, or another
   */
  void requireReached(MerkleTree now, String where) {
    if (segments > now.size()) {
      throw new TamperedException(
          "%s has sealed %,d segments, and had sealed %,d when %s was noted: an older copy of it was put back"
              .formatted(where, now.size(), segments, this));
    }
    Optional<byte[]> then = now.root(segments);
    if (then.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has sealed %,d segments since %s was noted, which is more than it can tell by: note a root more often"
              .formatted(where, now.size() - segments, this));
    }
    if (!Arrays.equals(then.get(), hash)) {
      throw new TamperedException(
          "%s has another history than the vault of which %s was noted: it is another vault, or went on from an older copy"
              .formatted(where, this));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SegmentRoot root
        && segments == root.segments
        && Arrays.equals(hash, root.hash);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hash);
  }

  @Override
  public String toString() {
    return segments + "-" + HexFormat.of().formatHex(hash);
  }
}
