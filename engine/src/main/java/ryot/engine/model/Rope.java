package ryot.engine.model;

import java.util.Optional;

/**
 * Rotary position embedding (Su et al. 2021): pair {@code i} of a head turns by {@code position *
 * base^(-2i/n)}. Llama 3's long-context scaling comes as divisors of the frequencies, in the file's
 * {@code rope_freqs} tensor. Angles are taken by {@code StrictMath}, so that they are the same on
 * every machine.
 */
final class Rope {
  private final RopePairing pairing;
  private final int headSize;
  private final int pairs;
  private final double[] frequencies;

  /**
   * The embedding of {@code config}.
   *
   * @param divisors one per pair, dividing its frequency
   */
  Rope(ModelConfig config, Optional<float[]> divisors) {
    pairing = config.architecture().ropePairing();
    headSize = config.headSize();
    pairs = config.ropeDimensions() / 2;
    frequencies = new double[pairs];
    for (int i = 0; i < pairs; i++) {
      double frequency = StrictMath.pow(config.ropeBase(), -2.0 * i / config.ropeDimensions());
      double divisor = divisors.isPresent() ? divisors.get()[i] : 1;
      frequencies[i] = frequency * config.ropeScale() / divisor;
    }
  }

  /** Floats in a token's table: the cosines of all pairs, then the sines. */
  int tableSize() {
    return 2 * pairs;
  }

  /** Fills the table of a token at {@code position}. */
  void fillTable(int position, float[] table, int offset) {
    for (int i = 0; i < pairs; i++) {
      double angle = position * frequencies[i];
      table[offset + i] = (float) StrictMath.cos(angle);
      table[offset + pairs + i] = (float) StrictMath.sin(angle);
    }
  }

  /** Turns {@code heads} consecutive heads at {@code x[offset]} by a token's table. */
  void rotate(float[] x, int offset, int heads, float[] table, int tableOffset) {
    int step = pairing == RopePairing.ADJACENT ? 2 : 1;
    int partner = pairing == RopePairing.ADJACENT ? 1 : pairs;
    for (int h = 0; h < heads; h++) {
      int head = offset + h * headSize;
      for (int i = 0; i < pairs; i++) {
        float cos = table[tableOffset + i];
        float sin = table[tableOffset + pairs + i];
        int a = head + i * step;
        float real = x[a];
        float imaginary = x[a + partner];
        x[a] = real * cos - imaginary * sin;
        x[a + partner] = real * sin + imaginary * cos;
      }
    }
  }
}
