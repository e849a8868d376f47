package ryot.vault.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {
  private static final HexFormat HEX = HexFormat.of();

  /** The leaves and roots that implementations of Certificate Transparency test themselves with. */
  private static final List<String> LEAVES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  private static final List<String> ROOTS =
      List.of(
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  @Test
  void knownTreesHaveKnownRoots() {
    MerkleTree tree = MerkleTree.empty();
    assertThat(tree.root()).asHexString().isEqualToIgnoringCase(ROOTS.getFirst());
    for (int size = 1; size <= LEAVES.size(); size++) {
      tree = tree.append(MerkleTree.leaf(HEX.parseHex(LEAVES.get(size - 1))));
      assertThat(tree.size()).isEqualTo(size);
      assertThat(tree.root()).asHexString().isEqualToIgnoringCase(ROOTS.get(size));
    }
    for (int size = 0; size <= LEAVES.size(); size++) {
      assertThat(HEX.formatHex(tree.root(size).orElseThrow())).isEqualTo(ROOTS.get(size));
    }
  }

  /**
   * The root by merging equal trees on a stack, as in RFC 9162, section 2.1.4.2, which shares
   * nothing with the recursion of section 2.1.1.
   */
  private static final class Reference {
    private final Deque<byte[]> stack = new ArrayDeque<>();
    private long size;

    private static byte[] hash(int prefix, byte[]... parts) throws Exception {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((byte) prefix);
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    }

    private void append(byte[] leaf) throws Exception {
      stack.push(leaf);
      for (long merged = size++; (merged & 1) == 1; merged >>= 1) {
        byte[] right = stack.pop();
        stack.push(hash(1, stack.pop(), right));
      }
    }

    private byte[] root() throws Exception {
      Iterator<byte[]> fromRight = stack.iterator();
      byte[] root = fromRight.next();
      while (fromRight.hasNext()) {
        root = hash(1, fromRight.next(), root);
      }
      return root;
    }
  }

  @Test
  void everyRootIsThatOfTheReferenceAlsoWhenLeavesAreFolded() throws Exception {
    MerkleTree tree = MerkleTree.empty();
    Reference reference = new Reference();
    int count = 3 * MerkleTree.GROUP + 5;
    List<byte[]> roots = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] leaf = Reference.hash(0, ("leaf " + i).getBytes(UTF_8));
      assertThat(MerkleTree.leaf(("leaf " + i).getBytes(UTF_8))).isEqualTo(leaf);
      tree = tree.append(leaf);
      reference.append(leaf);
      roots.add(reference.root());
    }
    assertThat(tree.groups()).hasSize(2);
    assertThat(tree.root()).isEqualTo(roots.getLast());
    long kept = 2L * MerkleTree.GROUP;
    for (long size : new long[] {MerkleTree.GROUP, kept, kept + 1, kept + 777, count - 1}) {
      assertThat(tree.root(size)).hasValue(roots.get((int) size - 1));
    }
    assertThat(tree.root(MerkleTree.GROUP + 1)).isEmpty();
    assertThat(tree.leaf(kept - 1)).isEmpty();
    assertThat(tree.leaf(kept)).isPresent();
    assertThatThrownBy(() -> MerkleTree.empty().root(1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsWrittenIsRead() {
    MerkleTree tree = MerkleTree.empty();
    for (int i = 0; i < 2 * MerkleTree.GROUP + 3; i++) {
      tree = tree.append(MerkleTree.leaf(new byte[] {(byte) i, (byte) (i >> 8)}));
    }
    ByteBuffer bytes = ByteBuffer.allocate(tree.bytes());
    tree.write(bytes);
    assertThat(bytes.hasRemaining()).isFalse();
    MerkleTree read = MerkleTree.read(bytes.flip());
    assertThat(read.size()).isEqualTo(tree.size());
    assertThat(read.root()).isEqualTo(tree.root());
    bytes.putInt(0, -1);
    assertThatThrownBy(() -> MerkleTree.read(bytes.rewind()))
        .isInstanceOf(BufferUnderflowException.class);
  }
}
