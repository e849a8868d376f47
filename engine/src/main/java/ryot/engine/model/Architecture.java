package ryot.engine.model;

import java.util.Arrays;
import java.util.Optional;

/**
 * The model families that this engine runs, by what sets them apart; everything else is a field of
 * {@link ModelConfig}.
 */
public enum Architecture {
  /** Llama 1 to 3, SmolLM2, Mistral, and what else says {@code llama}. */
  LLAMA("llama", RopePairing.ADJACENT, false, true),
  /** Qwen2 and Qwen2.5. */
  QWEN2("qwen2", RopePairing.HALVES, false, false),
  /** Qwen3: queries and keys are normalised per head. */
  QWEN3("qwen3", RopePairing.HALVES, true, true);

  private final String id;
  private final RopePairing ropePairing;
  private final boolean headNorm;
  private final boolean feedForwardScales;

  Architecture(String id, RopePairing ropePairing, boolean headNorm, boolean feedForwardScales) {
    this.id = id;
    this.ropePairing = ropePairing;
    this.headNorm = headNorm;
    this.feedForwardScales = feedForwardScales;
  }

  /** The architecture that {@code general.architecture} calls {@code id}. */
  public static Optional<Architecture> ofId(String id) {
    return Arrays.stream(values()).filter(candidate -> candidate.id.equals(id)).findFirst();
  }

  /** Its name in GGUF files, also the prefix of its metadata keys. */
  public String id() {
    return id;
  }

  /** Which dimensions of a head turn together. */
  public RopePairing ropePairing() {
    return ropePairing;
  }

  /**
   * Whether scales of feed-forward matrices that a file may have are applied; llama.cpp, whose
   * files they are, does not for Qwen2.
   */
  public boolean feedForwardScales() {
    return feedForwardScales;
  }

  /** Whether each query and key head is normalised before rotation. */
  public boolean headNorm() {
    return headNorm;
  }
}
