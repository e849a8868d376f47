package ryot.engine.cache;

/**
 * Where keys and values come from. Pages of equal origin that hold the same text are the same bit
 * by bit, so one may stand for the other; all other pages are foreign.
 *
 * @param model SHA-256 of the model's file, in hexadecimal
 * @param arithmetic which kernels computed, as they describe themselves: others round differently
 * @param layout shape, type and order of what a page holds
 */
public record KvOrigin(String model, String arithmetic, KvLayout layout) {

  /** Raised whenever pages are laid out, or their contents computed, in another way than before. */
  public static final int VERSION = 2;

  /** All of it in one line, the same for equal origins only. */
  public String identity() {
    KvShape shape = layout.shape();
    return "kv %d; model %s; %d layers, %d heads of %d, %s; %s"
        .formatted(
            VERSION,
            model,
            shape.layers(),
            shape.heads(),
            shape.headSize(),
            layout.type(),
            arithmetic);
  }
}
