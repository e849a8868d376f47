package ryot.vault.log;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A hash tree over everything that was ever appended, by RFC 9162, section 2.1.1, with SHA-256: a
 * leaf is {@code H(0 | data)}, a node {@code H(1 | left | right)}, and the left part of a tree of n
 * leaves has the largest power of two below n. So the root of what there was once can be had from
 * what there is now, and shows that nothing of it was changed or taken away.
 *
 * <p>The last 4,096 leaves and more are kept; whole groups of 4,096 before them are kept as one
 * hash, so that a long life costs little.
 *
 * <pre>
 *   groups u32 | each: hash 32 | leaves u32 | each: hash 32
 * </pre>
 *
 * @param groups hashes of the trees of the first leaves, 4,096 each
 * @param leaves hashes of the leaves behind them, at most 8,191
 */
record MerkleTree(List<byte[]> groups, List<byte[]> leaves) {
  /** Bytes of a hash. */
  static final int HASH_BYTES = 32;

  /** Leaves of a group. */
  static final int GROUP = 1 << 12;

  /** The most groups: as many as segments can have numbers. */
  private static final int GROUPS_MAX = 1 << 19;

  /** The most bytes that {@link #write} writes. */
  static final int BYTES_MAX = 2 * Integer.BYTES + (GROUPS_MAX + 2 * GROUP) * HASH_BYTES;

  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  static MerkleTree empty() {
    return new MerkleTree(List.of(), List.of());
  }

  /** What a leaf with this data is. */
  static byte[] leaf(byte[] data) {
    return sha256(new byte[] {LEAF}, data);
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Leaves that were ever appended. */
  long size() {
    return firstKept() + leaves.size();
  }

  private long firstKept() {
    return (long) groups.size() * GROUP;
  }

  /** The tree with one more leaf. */
  MerkleTree append(byte[] leaf) {
    List<byte[]> more = new ArrayList<>(leaves);
    more.add(leaf);
    MerkleTree tree = new MerkleTree(groups, List.copyOf(more));
    if (more.size() < 2 * GROUP) {
      return tree;
    }
    List<byte[]> folded = new ArrayList<>(groups);
    folded.add(tree.root(firstKept(), firstKept() + GROUP));
    return new MerkleTree(List.copyOf(folded), List.copyOf(more.subList(GROUP, more.size())));
  }

  /** The leaf of this index; empty if it is known as part of a group only. */
  Optional<byte[]> leaf(long index) {
    return index < firstKept()
        ? Optional.empty()
        : Optional.of(leaves.get(Math.toIntExact(index - firstKept())));
  }

  /** The root. */
  byte[] root() {
    return root(size()).orElseThrow();
  }

  /**
   * The root when there were {@code size} leaves; empty if that was within a group that is kept as
   * one hash.
   *
   * @param size at most what it is now
   */
  Optional<byte[]> root(long size) {
    if (size < 0 || size > size()) {
      throw new IllegalArgumentException("a tree of %,d of %,d leaves".formatted(size, size()));
    }
    if (size == 0) {
      return Optional.of(sha256());
    }
    return size < firstKept() && size % GROUP != 0 ? Optional.empty() : Optional.of(root(0, size));
  }

  /** The root of the leaves from {@code from} to before {@code to}. */
  private byte[] root(long from, long to) {
    long count = to - from;
    if (count == GROUP && from < firstKept()) {
      return groups.get(Math.toIntExact(from / GROUP));
    }
    if (count == 1) {
      return leaf(from).orElseThrow();
    }
    long left = Long.highestOneBit(count - 1);
    return sha256(new byte[] {NODE}, root(from, from + left), root(from + left, to));
  }

  int bytes() {
    return 2 * Integer.BYTES + (groups.size() + leaves.size()) * HASH_BYTES;
  }

  void write(ByteBuffer target) {
    write(target, groups);
    write(target, leaves);
  }

  private static void write(ByteBuffer target, List<byte[]> hashes) {
    target.putInt(hashes.size());
    hashes.forEach(target::put);
  }

  /**
   * Reads authentic bytes.
   *
   * @throws BufferUnderflowException if they are no tree
   */
  static MerkleTree read(ByteBuffer source) {
    return new MerkleTree(hashes(source, GROUPS_MAX), hashes(source, 2 * GROUP - 1));
  }

  private static List<byte[]> hashes(ByteBuffer source, int countMax) {
    int count = source.getInt();
    if (count < 0 || count > countMax) {
      throw new BufferUnderflowException();
    }
    List<byte[]> hashes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] hash = new byte[HASH_BYTES];
      source.get(hash);
      hashes.add(hash);
    }
    return List.copyOf(hashes);
  }
}
