package ryot.engine.model;

/** Which two dimensions of a head form the pair that a rotary embedding turns. */
public enum RopePairing {
  /** {@code 2i} with {@code 2i + 1}, as in the paper (Su et al. 2021). */
  ADJACENT,
  /** {@code i} with {@code i + n/2}, as in GPT-NeoX. */
  HALVES
}
