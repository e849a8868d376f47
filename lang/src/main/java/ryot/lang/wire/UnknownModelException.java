package ryot.lang.wire;

import ryot.lang.Tier;

/** A frame coded with a model that the reader does not have. */
public final class UnknownModelException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String model;

  /** With the tier and the model's name as the frame gives it. */
  public UnknownModelException(Tier tier, String model) {
    super(
        "this was coded by the "
            + tier.title()
            + " tier with the model "
            + model
            + ", which is not here; give the file of these tables, this dictionary or this model");
    this.model = model;
  }

  /** The missing model's id, or as much of it as the frame tells. */
  public String model() {
    return model;
  }
}
