package ryot.lang.model;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Puts rows of counts into a few clusters, so that each row is coded well by the distribution of
 * its cluster: k-means with code length as distance. Deterministic.
 */
final class Clusters {

  private static final int ROUNDS = 10;

  private Clusters() {}

  /**
   * The cluster of each row.
   *
   * @param counts {@code [row, column]}
   * @param seedOrder rows from which the first clusters are taken, evenly
   */
  static int[] of(float[] counts, int columns, int clusters, Integer[] seedOrder) {
    int rows = counts.length / columns;
    int[] of = new int[rows];
    float[][] costs = new float[clusters][columns];
    double[] global = new double[columns];
    for (int i = 0; i < counts.length; i++) {
      global[i % columns] += counts[i];
    }
    double total = Arrays.stream(global).sum() + 1;
    for (int c = 0; c < clusters; c++) {
      int row = seedOrder[(int) ((2L * c + 1) * seedOrder.length / (2L * clusters))];
      double[] sums = new double[columns];
      for (int j = 0; j < columns; j++) {
        sums[j] = counts[row * columns + j];
      }
      cost(sums, global, total, costs[c]);
    }
    for (int round = 0; round < ROUNDS; round++) {
      assign(counts, columns, costs, of);
      double[][] sums = new double[clusters][columns];
      for (int row = 0; row < rows; row++) {
        double[] sum = sums[of[row]];
        for (int j = 0; j < columns; j++) {
          sum[j] += counts[row * columns + j];
        }
      }
      for (int c = 0; c < clusters; c++) {
        cost(sums[c], global, total, costs[c]);
      }
    }
    assign(counts, columns, costs, of);
    return of;
  }

  private static void cost(double[] sums, double[] global, double total, float[] costs) {
    double sum = Arrays.stream(sums).sum();
    double weight = 1 + sum / 500;
    for (int j = 0; j < sums.length; j++) {
      double share = (sums[j] + weight * (global[j] + 0.01) / total) / (sum + weight);
      costs[j] = (float) -StrictMath.log(Math.max(share, 1e-9));
    }
  }

  private static void assign(float[] counts, int columns, float[][] costs, int[] of) {
    int[] present = new int[columns];
    float[] values = new float[columns];
    for (int row = 0; row < of.length; row++) {
      int count = 0;
      for (int j = 0; j < columns; j++) {
        float value = counts[row * columns + j];
        if (value != 0) {
          present[count] = j;
          values[count++] = value;
        }
      }
      float best = Float.MAX_VALUE;
      for (int c = 0; c < costs.length; c++) {
        float sum = 0;
        float[] cost = costs[c];
        for (int j = 0; j < count; j++) {
          sum += values[j] * cost[present[j]];
        }
        if (sum < best) {
          best = sum;
          of[row] = c;
        }
      }
    }
  }

  /** Rows by weight, the heaviest first, without those of less than {@code least}. */
  static Integer[] byWeight(double[] weights, double least, int atMost) {
    Integer[] order = new Integer[weights.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> -weights[i]));
    int kept = 0;
    while (kept < Math.min(order.length, atMost) && weights[order[kept]] >= least) {
      kept++;
    }
    return Arrays.copyOf(order, Math.max(kept, 1));
  }

  /**
   * Frequencies of a given total that code symbols of these weights best, nearly.
   *
   * @param leastUpTo symbols below it have a frequency of at least 1, and others none; at least 2
   */
  static void scale(double[] weights, int total, int leastUpTo, int[] out, int at) {
    double sum = 0;
    for (int j = 0; j < leastUpTo; j++) {
      sum += weights[j];
    }
    int given = 0;
    Arrays.fill(out, at, at + weights.length, 0);
    for (int j = 0; j < leastUpTo; j++) {
      long share = sum > 0 ? Math.round(total * weights[j] / sum) : 0;
      out[at + j] = Math.clamp(share, 1, total - leastUpTo + 1);
      given += out[at + j];
    }
    while (given != total) {
      int step = given < total ? 1 : -1;
      int best = -1;
      double bestCost = Double.MAX_VALUE;
      for (int j = 0; j < leastUpTo; j++) {
        int before = out[at + j];
        if (before + step >= 1) {
          double cost = weights[j] * StrictMath.log((double) before / (before + step));
          if (cost < bestCost) {
            bestCost = cost;
            best = j;
          }
        }
      }
      out[at + best] += step;
      given += step;
    }
  }
}
