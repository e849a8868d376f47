package ryot.lab.results;

/**
 * How a warm-up ended.
 *
 * @param settled whether the last windows agreed; otherwise a limit ended it
 * @param spread relative spread of the last window medians
 */
public record WarmUpOutcome(int iterations, double seconds, boolean settled, double spread) {}
