package ryot.engine.generate;

/**
 * What verifying a drafted token costs, as a share of a step without drafts: next to nothing where
 * the step waits for the memory to deliver the weights, as much as a step where it waits for the
 * arithmetic. It depends on the machine, the model and the kernels, so it is measured while it
 * runs. Engine thread only.
 */
final class DraftCost {

  /** Before anything is measured. */
  private static final float SUPPOSED = 0.3f;

  /** From there on drafts would have to be right nearly always. */
  private static final float TOO_DEAR = 0.8f;

  /** How many chances to draft pass, where it is too dear, before it is measured again. */
  private static final int PROBE_INTERVAL = 1024;

  /** How much one step counts beside those before. */
  private static final float RECENT = 0.1f;

  /** A step that took longer than this many usual ones was interrupted. */
  private static final float USUAL_MAX = 3;

  private final boolean measuring;
  private float perToken;
  private float plainNanos;
  private int chances;

  private DraftCost(float perToken, boolean measuring) {
    this.perToken = perToken;
    this.measuring = measuring;
  }

  static DraftCost measured() {
    return new DraftCost(SUPPOSED, true);
  }

  /** Always {@code perToken}. */
  static DraftCost of(float perToken) {
    return new DraftCost(perToken, false);
  }

  float perToken() {
    return perToken;
  }

  /** Whether a draft that is likely to be right is worth its cost, or its cost worth knowing. */
  boolean acceptable() {
    return perToken < TOO_DEAR || ++chances % PROBE_INTERVAL == 0;
  }

  /** A step of one request alone has taken {@code nanos} for its token and {@code drafted} more. */
  void observe(int drafted, long nanos) {
    if (!measuring) {
      return;
    }
    if (drafted == 0) {
      float usual =
          plainNanos == 0 ? (float) nanos : Math.min((float) nanos, USUAL_MAX * plainNanos);
      plainNanos += (plainNanos == 0 ? 1 : RECENT) * (usual - plainNanos);
    } else if (plainNanos > 0) {
      float cost = Math.clamp(((float) nanos / plainNanos - 1) / drafted, 0, USUAL_MAX);
      perToken += RECENT * (cost - perToken);
    }
  }
}
