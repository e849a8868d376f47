package ryot.engine.load;

import static org.assertj.core.api.Assertions.assertThat;

/** How far logits are from those of an independent implementation. */
final class LogitsError {
  private LogitsError() {}

  /** The normalised mean square error: the squared distance over the squared length expected. */
  static double of(float[] found, float[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    double error = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      error += Math.pow((double) found[i] - expected[i], 2);
      norm += Math.pow(expected[i], 2);
    }
    return error / norm;
  }
}
