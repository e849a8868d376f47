package ryot.lab.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import ryot.lab.plan.WarmUp;
import ryot.lab.statistics.Trend;

/**
 * Decides when a series is warm: the medians of the last three windows agree within the tolerance,
 * and the values in them show no slope beyond it.
 */
final class WarmUpWatch {

  private static final int WINDOWS = 3;

  private final WarmUp plan;
  private final List<Double> values = new ArrayList<>();

  WarmUpWatch(WarmUp plan) {
    this.plan = plan;
  }

  /** One more iteration's value, in any unit. */
  void add(double value) {
    values.add(value);
  }

  int iterations() {
    return values.size();
  }

  /** Whether the last windows agree, and there were enough iterations. */
  boolean settled() {
    if (values.size() < Math.max(plan.minIterations(), WINDOWS * plan.window())) {
      return false;
    }
    Trend trend = Trend.of(lastWindows());
    return spread() <= plan.tolerance()
        && !(trend.significant() && Math.abs(trend.relativeChange()) > plan.tolerance());
  }

  /** Whether the warm-up has to end, settled or not. */
  boolean exhausted(long elapsedMillis) {
    return values.size() >= plan.maxIterations()
        || (values.size() >= plan.minIterations() && elapsedMillis >= plan.maxMillis());
  }

  /** (highest - lowest) / middle of the last window medians; 1 while there are too few. */
  double spread() {
    if (values.size() < WINDOWS * plan.window()) {
      return 1;
    }
    double[] last = lastWindows();
    double[] medians = new double[WINDOWS];
    for (int w = 0; w < WINDOWS; w++) {
      double[] window = Arrays.copyOfRange(last, w * plan.window(), (w + 1) * plan.window());
      Arrays.sort(window);
      int middle = window.length / 2;
      medians[w] =
          window.length % 2 == 1 ? window[middle] : (window[middle - 1] + window[middle]) / 2;
    }
    Arrays.sort(medians);
    return medians[1] == 0 ? 0 : (medians[2] - medians[0]) / medians[1];
  }

  private double[] lastWindows() {
    return values.subList(values.size() - WINDOWS * plan.window(), values.size()).stream()
        .mapToDouble(Double::doubleValue)
        .toArray();
  }
}
