package ryot.lab.plan;

/**
 * When a series is warm: the medians of the last three windows agree within {@code tolerance} and
 * show no slope. Bounded by iterations and time.
 *
 * @param window iterations in a window
 * @param tolerance largest relative spread of the last three window medians, such as 0.05
 * @param minIterations never fewer
 * @param maxIterations never more
 * @param maxMillis no further window is begun after this long
 */
public record WarmUp(
    int window, double tolerance, int minIterations, int maxIterations, long maxMillis) {}
