package ryot.lab.results;

import org.jspecify.annotations.Nullable;
import ryot.lab.plan.Target;

/**
 * A target and how it was met.
 *
 * @param benchmark the benchmark that decided; for a target on all, the worst
 * @param measured the estimate, in the target's unit; null when nothing was measured
 * @param bound what the verdict was judged on; null when the samples give none
 * @param boundKind which bound it is, in words
 * @param headroom distance of the bound, or without one of the estimate, from the limit as a share
 *     of the limit
 * @param reason one sentence
 */
public record TargetResult(
    Target target,
    @Nullable String benchmark,
    @Nullable Double measured,
    @Nullable Double bound,
    String boundKind,
    @Nullable Double headroom,
    Verdict verdict,
    String reason) {}
