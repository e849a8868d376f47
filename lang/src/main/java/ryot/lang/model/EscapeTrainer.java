package ryot.lang.model;

import java.util.Arrays;
import java.util.Comparator;
import ryot.lang.entropy.Rans;
import ryot.lang.token.Vocabulary;

/**
 * Learns an {@link EscapeModel}: the order and buckets first, what is likely when lists are known.
 */
final class EscapeTrainer {

  private static final int KINDS = 14;
  private static final double STEEPEST = 1.2;
  private static final double PRIOR = 50;

  private final char[] order;
  private final char[] firsts;
  private final byte[] bits;
  private final char[] bucketOf;

  /**
   * Cuts the vocabulary into buckets.
   *
   * @param kinds per token: a bucket holds tokens of one
   * @param novelty per token, how often it comes where it is not expected
   */
  EscapeTrainer(int[] kinds, double[] novelty, int bucketsMax) {
    int size = kinds.length;
    Integer[] sorted = new Integer[size];
    Arrays.setAll(sorted, id -> id);
    Arrays.sort(
        sorted,
        Comparator.<Integer>comparingInt(id -> kinds[id]).thenComparingDouble(id -> -novelty[id]));
    order = new char[size];
    for (int place = 0; place < size; place++) {
      order[place] = (char) (int) sorted[place];
    }
    double steepest = STEEPEST;
    int count;
    char[] first = new char[size];
    byte[] bit = new byte[size];
    do {
      count = cut(kinds, novelty, steepest, first, bit);
      steepest *= 1.15;
    } while (count > bucketsMax);
    firsts = Arrays.copyOf(first, count);
    bits = Arrays.copyOf(bit, count);
    bucketOf = new char[size];
    for (int b = 0; b < count; b++) {
      int end = b + 1 < count ? firsts[b + 1] : size;
      for (int place = firsts[b]; place < end; place++) {
        bucketOf[order[place]] = (char) b;
      }
    }
  }

  /** Buckets as wide as frequency and kind allow. */
  private int cut(int[] kinds, double[] novelty, double steepest, char[] first, byte[] bit) {
    int count = 0;
    int place = 0;
    while (place < order.length) {
      double top = novelty[order[place]] + 2;
      int width = 0;
      while (width < EscapeModel.BUCKET_BITS_MAX) {
        int end = place + (2 << width);
        if (end > order.length
            || kinds[order[end - 1]] != kinds[order[place]]
            || (novelty[order[end - 1]] + 2) * steepest < top) {
          break;
        }
        width++;
      }
      first[count] = (char) place;
      bit[count++] = (byte) width;
      place += 1 << width;
    }
    return count;
  }

  /** Kinds of tokens by how they are spelled, as a beginning. */
  static int[] spelledKinds(Vocabulary vocabulary) {
    int[] kinds = new int[vocabulary.size()];
    Arrays.setAll(kinds, id -> kind(vocabulary, id));
    return kinds;
  }

  private static int kind(Vocabulary vocabulary, int id) {
    int first = vocabulary.byteAt(id, 0);
    int length = vocabulary.length(id);
    boolean phrase = false;
    for (int i = 1; i < length; i++) {
      phrase |= vocabulary.byteAt(id, i) == ' ';
    }
    if (first == ' ' && length > 1) {
      int second = vocabulary.byteAt(id, 1);
      if (phrase) {
        return small(second) ? 0 : 1;
      }
      return small(second) ? 2 : capital(second) ? 3 : digit(second) ? 4 : 5;
    }
    if (small(first)) {
      return phrase ? 6 : length > 3 ? 7 : 13;
    }
    if (capital(first)) {
      return 8;
    }
    if (digit(first)) {
      return 9;
    }
    if (first == '\n' || first == ' ' || first == '\t') {
      return 10;
    }
    return first >= 128 || first < 32 ? 11 : KINDS - 2;
  }

  private static boolean small(int value) {
    return value >= 'a' && value <= 'z';
  }

  private static boolean capital(int value) {
    return value >= 'A' && value <= 'Z';
  }

  private static boolean digit(int value) {
    return value >= '0' && value <= '9';
  }

  int buckets() {
    return firsts.length;
  }

  int bucket(int token) {
    return bucketOf[token];
  }

  /** The token at a place of the order. */
  int tokenAt(int place) {
    return order[place];
  }

  int width(int bucket) {
    return 1 << bits[bucket];
  }

  /**
   * The model.
   *
   * @param counts {@code [class, symbol]}
   */
  EscapeModel model(byte[] classes, double[][] counts) {
    int symbols = EscapeModel.RECENT + buckets();
    double[] global = new double[symbols];
    double total = 0;
    for (double[] row : counts) {
      for (int j = 0; j < symbols; j++) {
        global[j] += row[j];
        total += row[j];
      }
    }
    for (int j = 0; j < symbols; j++) {
      double wide = j < EscapeModel.RECENT ? 1 : width(j - EscapeModel.RECENT);
      global[j] = (global[j] + 0.05 * wide + 0.5) / (total + 1);
    }
    int[] frequencies = new int[counts.length * symbols];
    for (int c = 0; c < counts.length; c++) {
      double[] weights = new double[symbols];
      for (int j = 0; j < symbols; j++) {
        weights[j] = counts[c][j] + PRIOR * global[j];
      }
      Clusters.scale(weights, Rans.SCALE, symbols, frequencies, c * symbols);
    }
    return new EscapeModel(
        classes,
        order,
        firsts,
        bits,
        new WideDistributions(frequencies, symbols, EscapeModel.INDEX_BITS));
  }
}
