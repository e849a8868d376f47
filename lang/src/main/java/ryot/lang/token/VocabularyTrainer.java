package ryot.lang.token;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Chooses a vocabulary. Candidates are words, runs of words and pieces of words; then the text is
 * cut by all of them again and again, and what saves the fewest tokens is dropped each time until
 * the size is reached. Deterministic.
 */
public final class VocabularyTrainer {

  private static final int COUNT_MIN = 12;

  /** A phrase has to be seen once in so many bytes: rare ones make bad contexts. */
  private static final int PHRASE_PERIOD = 16_384;

  private static final int UNITS_MAX = 3;
  private static final int PIECE_BYTES_MAX = 8;
  private static final int GROUP_CAP = 6;
  private static final int[] DECREASING = {240_000, 160_000, 110_000, 80_000, 62_000, 50_000};

  private final TrainingText text;
  private final int size;
  private final int sampleBytes;
  private final Consumer<String> progress;

  /**
   * A trainer.
   *
   * @param size of the vocabulary
   * @param sampleBytes how much of the text is looked at, about
   * @param progress is told of each step
   */
  public VocabularyTrainer(
      TrainingText text, int size, int sampleBytes, Consumer<String> progress) {
    this.text = text;
    this.size = size;
    this.sampleBytes = sampleBytes;
    this.progress = progress;
  }

  /** The vocabulary for the text. */
  public Vocabulary train() {
    int stride = Math.max(1, (text.size() + sampleBytes - 1) / sampleBytes);
    List<byte[]> tokens = candidates(stride);
    progress.accept("vocabulary: %d candidates".formatted(tokens.size()));
    for (int target : DECREASING) {
      if (target > size * 5 / 4) {
        tokens = prune(tokens, target, stride);
      }
    }
    tokens = prune(tokens, size * 9 / 8, stride);
    tokens = prune(tokens, size * 33 / 32, stride);
    tokens = prune(tokens, size, stride);
    return ordered(tokens, stride);
  }

  private List<byte[]> candidates(int stride) {
    CandidateCounts counts = new CandidateCounts(bits(23));
    CandidateCounts words = new CandidateCounts(bits(20));
    byte[] bytes = text.bytes();
    int[] starts = new int[UNITS_MAX + 1];
    for (int m = 0; m < text.count(); m += stride) {
      int end = text.end(m);
      int group = text.group(m);
      int held = 0;
      for (int at = text.start(m); at < end; ) {
        int unit = Units.end(bytes, at, end);
        if (held == UNITS_MAX) {
          System.arraycopy(starts, 1, starts, 0, UNITS_MAX - 1);
          held--;
        }
        starts[held++] = at;
        for (int i = 0; i < held; i++) {
          add(counts, starts[i], unit, group);
        }
        if (unit - at >= 3 && unit - at <= 24 && Units.isWord(bytes, unit - 1)) {
          words.add(hash(bytes, at, unit), at, unit - at, group);
        }
        at = unit;
      }
    }
    pieces(words, counts);
    return best(counts, stride);
  }

  /** Less for little text. */
  private int bits(int most) {
    return Math.clamp(34L - Integer.numberOfLeadingZeros(text.size()), 14, most);
  }

  private void add(CandidateCounts counts, int from, int to, int group) {
    if (to - from >= 2 && to - from <= Vocabulary.TOKEN_BYTES_MAX) {
      counts.add(hash(text.bytes(), from, to), from, to - from, group);
    }
  }

  private static long hash(byte[] bytes, int from, int to) {
    long hash = 0;
    for (int i = from; i < to; i++) {
      hash = CandidateCounts.extend(hash, bytes[i] & 0xFF);
    }
    return hash;
  }

  /** Counts the pieces of words, each as often as the word was seen in different groups, nearly. */
  private void pieces(CandidateCounts words, CandidateCounts counts) {
    byte[] bytes = text.bytes();
    int group = -2;
    for (int slot = 0; slot < words.slots(); slot++) {
      int times = Math.min(words.count(slot), 40);
      if (times < 2) {
        continue;
      }
      int from = words.place(slot);
      int to = from + words.length(slot);
      for (int t = 0; t < times; t += GROUP_CAP) {
        group--;
        for (int i = from; i < to - 1; i++) {
          long hash = CandidateCounts.extend(0, bytes[i] & 0xFF);
          for (int j = i + 1; j < Math.min(to, i + PIECE_BYTES_MAX); j++) {
            hash = CandidateCounts.extend(hash, bytes[j] & 0xFF);
            for (int k = t; k < Math.min(times, t + GROUP_CAP); k++) {
              counts.add(hash, i, j + 1 - i, group);
            }
          }
        }
      }
    }
  }

  private List<byte[]> best(CandidateCounts counts, int stride) {
    int phraseMin = text.size() / stride / PHRASE_PERIOD;
    long[] scored = new long[counts.slots()];
    int kept = 0;
    for (int slot = 0; slot < scored.length; slot++) {
      int count = counts.count(slot);
      if (count >= COUNT_MIN && (count >= phraseMin || !isPhrase(counts, slot))) {
        long score = Math.min((long) count * (counts.length(slot) - 1), Integer.MAX_VALUE);
        scored[kept++] = -score << 32 | slot;
      }
    }
    Arrays.sort(scored, 0, kept);
    List<byte[]> tokens = new ArrayList<>();
    for (int i = 0; i < Math.min(kept, 2 * DECREASING[0]); i++) {
      int slot = (int) scored[i];
      int place = counts.place(slot);
      tokens.add(Arrays.copyOfRange(text.bytes(), place, place + counts.length(slot)));
    }
    for (int value = 0; value < 256; value++) {
      tokens.add(new byte[] {(byte) value});
    }
    return tokens;
  }

  private boolean isPhrase(CandidateCounts counts, int slot) {
    int place = counts.place(slot);
    int end = place + counts.length(slot);
    return Units.end(text.bytes(), place, end) < end;
  }

  private List<byte[]> prune(List<byte[]> tokens, int target, int stride) {
    if (tokens.size() <= target) {
      return tokens;
    }
    TrainingCut cut = new TrainingCut(tokens);
    long[] uses = new long[tokens.size()];
    long total = cut.count(text, stride, GROUP_CAP, uses);
    long[] scored = new long[tokens.size()];
    for (int i = 0; i < scored.length; i++) {
      byte[] token = cut.token(i);
      long score =
          token.length == 1
              ? Integer.MAX_VALUE
              : Math.min(uses[i] * (cut.pieces(token) - 1), Integer.MAX_VALUE - 1);
      scored[i] = -score << 32 | i;
    }
    Arrays.sort(scored);
    List<byte[]> kept = new ArrayList<>();
    for (int i = 0; i < target; i++) {
      kept.add(cut.token((int) scored[i]));
    }
    progress.accept(
        "vocabulary: %d tokens make %d, %d are kept".formatted(tokens.size(), total, target));
    return kept;
  }

  private Vocabulary ordered(List<byte[]> tokens, int stride) {
    TrainingCut cut = new TrainingCut(tokens);
    long[] uses = new long[tokens.size()];
    cut.count(text, stride, Integer.MAX_VALUE, uses);
    Integer[] order = new Integer[tokens.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingLong(i -> -uses[i]));
    byte[] lengths = new byte[order.length];
    int total = 0;
    for (byte[] token : tokens) {
      total += token.length;
    }
    byte[] all = new byte[total];
    int at = 0;
    for (int id = 0; id < order.length; id++) {
      byte[] token = cut.token(order[id]);
      lengths[id] = (byte) token.length;
      System.arraycopy(token, 0, all, at, token.length);
      at += token.length;
    }
    return Vocabulary.of(lengths, all);
  }
}
