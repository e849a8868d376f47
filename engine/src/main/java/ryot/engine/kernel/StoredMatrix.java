package ryot.engine.kernel;

import ryot.engine.tensor.Tensor;

/**
 * A matrix read as the file stores it.
 *
 * @param tensor borrowed from the file
 */
public record StoredMatrix(Tensor tensor) implements Matrix {

  @Override
  public int rows() {
    return tensor.rows();
  }

  @Override
  public int columns() {
    return tensor.columns();
  }
}
