package ryot.lab.plan;

/**
 * The profile pass of an experiment, in a fork of its own, over the primary series' workload.
 *
 * @param minIterations fewest iterations under the sampler
 * @param minMillis shortest time under the sampler
 * @param heapIterations iterations after each of which the heap is collected and read
 */
public record ProfilePlan(int minIterations, long minMillis, int heapIterations) {}
