package ryot.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class BpeMergerTest {

  @Test
  void theHeapMergesAsTheScanDoes() {
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 300; round++) {
      BpeMerger merger = new BpeMerger(randomMerges(random));
      int[] word = random.ints(random.nextInt(120), 0, 4).toArray();
      assertThat(heap(merger, word)).isEqualTo(scan(merger, word));
    }
  }

  @Test
  void theLowestRankMergesFirstAndTheLeftmostOfEquals() {
    MergeTable merges =
        MergeTable.of(
            List.of("b c", "a b", "a a"), PieceIndex.of(List.of("a", "b", "c", "bc", "ab", "aa")));
    BpeMerger merger = new BpeMerger(merges);
    assertThat(scan(merger, 0, 1, 2)).containsExactly(0, 3);
    assertThat(scan(merger, 0, 0, 0)).containsExactly(5, 0);
    assertThat(heap(merger, 0, 0, 0)).containsExactly(5, 0);
  }

  @Test
  void aMillionSymbolsWithoutABreakMerge() {
    MergeTable merges =
        MergeTable.of(
            List.of("a a", "aa aa", "aaaa aaaa"),
            PieceIndex.of(List.of("a", "aa", "aaaa", "aaaaaaaa")));
    int[] merged = heap(new BpeMerger(merges), new int[1 << 20]);
    assertThat(merged).hasSize(1 << 17).containsOnly(3);
  }

  private static int[] scan(BpeMerger merger, int... word) {
    int[] symbols = word.clone();
    return Arrays.copyOf(symbols, merger.mergeByScan(symbols, symbols.length));
  }

  private static int[] heap(BpeMerger merger, int... word) {
    int[] symbols = word.clone();
    return Arrays.copyOf(symbols, merger.mergeByHeap(symbols, symbols.length));
  }

  /** Merges over the alphabet a to d, each of two pieces made before. */
  private static MergeTable randomMerges(SplittableRandom random) {
    List<String> pieces = new ArrayList<>(List.of("a", "b", "c", "d"));
    List<String> merges = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      String left = pieces.get(random.nextInt(pieces.size()));
      String right = pieces.get(random.nextInt(pieces.size()));
      if (left.length() + right.length() < 12 && !merges.contains(left + " " + right)) {
        merges.add(left + " " + right);
        if (!pieces.contains(left + right)) {
          pieces.add(left + right);
        }
      }
    }
    return MergeTable.of(merges, PieceIndex.of(pieces));
  }
}
