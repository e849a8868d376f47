package ryot.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import ryot.engine.kernel.format.BlockFormat;
import ryot.engine.tensor.QuantType;
import ryot.engine.tensor.Tensor;

/**
 * What every implementation of {@link Kernels} keeps: it agrees with the definition at sizes around
 * every lane, block and panel boundary, and writes nothing but its own part.
 */
public abstract class KernelsContract {
  private static final float UNTOUCHED = 12345.678f;

  /** Rounding of one addition, relative; sums of n terms may err by n of these. */
  private static final double EPSILON = 0x1p-24;

  private final Kernels reference = new ScalarKernels();
  private final SplittableRandom random = new SplittableRandom(42);
  private final Arena arena = Arena.ofShared();
  private final WorkerTeam team = WorkerTeam.start(2);

  /** One per test. */
  protected KernelsContract() {}

  /** The implementation under test. */
  protected abstract Kernels kernels();

  /**
   * Whether products with weights of {@code type} round activations to eight bits per block of 32.
   */
  protected boolean roundsActivations(QuantType type) {
    return false;
  }

  @AfterEach
  void free() {
    team.close();
    arena.close();
  }

  @ParameterizedTest
  @EnumSource(QuantType.class)
  void rowsDecodeToExactlyTheDefinition(QuantType type) {
    for (int columns : columns(type)) {
      Tensor weights = weights(type, 3, columns);
      for (int row = 0; row < 3; row++) {
        float[] expected = filled(columns + 2);
        float[] found = filled(columns + 2);
        reference.dequantize(weights, row, expected, 1);
        kernels().dequantize(weights, row, found, 1);
        assertThat(found).as("%s, %d columns, row %d", type, columns, row).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(QuantType.class)
  void productsAgreeWithTheDefinition(QuantType type) {
    for (int columns : columns(type)) {
      for (int tokens : new int[] {1, 2, 3, 4, 5, 15, 16, 17, 32, 33}) {
        product(type, 7, 0, 7, columns, tokens);
      }
    }
  }

  /**
   * Products with rounded activations have one arithmetic, bit by bit, whatever computes them; so
   * every width of vectors and every division into tiles gives the same.
   */
  @ParameterizedTest
  @EnumSource(QuantType.class)
  void productsThatRoundAreTheSameToTheLastBitAsTheirDefinition(QuantType type) {
    assumeTrue(roundsActivations(type), "activations are not rounded");
    Kernels kernels = kernels();
    for (int columns : new int[] {768, 2304}) {
      int rows = 5 * rowGroup(type, columns) + 3;
      Tensor weights = weights(type, rows, columns);
      Matrix packed = packed(weights);
      for (int tokens : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 19}) {
        Activations x = new Activations(tokens, columns);
        x.shape(tokens, columns);
        for (int i = 0; i < tokens * columns; i++) {
          x.values()[i] = i / 32 % 7 == 0 ? 0 : (random.nextFloat() - 0.5f) * (1 + i % 50);
        }
        kernels.reserve(x);
        kernels.prepare(x, 0, 2);
        kernels.prepare(x, 1, 2);
        float[] out = new float[tokens * rows];
        ProductScratch scratch = new ProductScratch(kernels, columns);
        kernels.multiply(packed, 0, rows, x, out, 0, rows, scratch);
        for (int t = 0; t < tokens; t++) {
          for (int r = 0; r < rows; r++) {
            assertThat(out[t * rows + r])
                .as("%s row %d token %d of %d", type, r, t, tokens)
                .isEqualTo(RoundedProduct.of(weights, r, x, t));
          }
        }
      }
    }
  }

  /** Whatever is added in few bits must have room for the largest weights and activations. */
  @ParameterizedTest
  @EnumSource(QuantType.class)
  void productsThatRoundAreExactForTheLargestOperands(QuantType type) {
    assumeTrue(roundsActivations(type), "activations are not rounded");
    Kernels kernels = kernels();
    int columns = 256;
    byte[] extremes = {(byte) 0x80, 0x7f, 0, (byte) 0xff, (byte) 0x81};
    Tensor weights = weights(type, 8 * extremes.length, columns);
    for (long at = 0; at < weights.data().byteSize(); at++) {
      if (isQuant(type, at % type.blockBytes())) {
        long row = at / weights.rowBytes();
        int chosen = (int) (row + (row < 20 ? 0 : at % 2)) % extremes.length;
        weights.data().set(ValueLayout.JAVA_BYTE, at, extremes[chosen]);
      }
    }
    Matrix packed = packed(weights);
    for (int tokens : new int[] {1, 2, 5, 17}) {
      Activations x = new Activations(tokens, columns);
      x.shape(tokens, columns);
      for (int i = 0; i < tokens * columns; i++) {
        x.values()[i] = i / 64 % 2 == 0 || i % 2 == 0 ? 1 : -1;
      }
      kernels.reserve(x);
      kernels.prepare(x, 0, 1);
      float[] out = new float[tokens * weights.rows()];
      ProductScratch scratch = new ProductScratch(kernels, columns);
      kernels.multiply(packed, 0, weights.rows(), x, out, 0, weights.rows(), scratch);
      for (int t = 0; t < tokens; t++) {
        for (int r = 0; r < weights.rows(); r++) {
          assertThat(out[t * weights.rows() + r])
              .as("%s row %d token %d of %d", type, r, t, tokens)
              .isEqualTo(RoundedProduct.of(weights, r, x, t));
        }
      }
    }
  }

  /** Whether byte {@code at} of a block holds weights, not scales. */
  private static boolean isQuant(QuantType type, long at) {
    return switch (type) {
      case Q4_0, Q5_0, Q8_0, IQ4_NL -> at >= 2;
      case Q4_1, Q5_1 -> at >= 4;
      case Q2_K -> at >= 16 && at < 80;
      case Q3_K -> at < 96;
      case IQ4_XS -> at >= 8;
      case Q4_K, Q5_K -> at >= 16;
      case Q6_K -> at < 192;
      default -> throw new IllegalArgumentException(type + " does not round");
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 8, 31, 32, 33, 34, 65})
  void anyNumberOfRowsMayBeMultiplied(int rows) {
    for (QuantType type : new QuantType[] {QuantType.F32, QuantType.Q8_0, QuantType.Q4_K}) {
      product(type, rows, 0, rows, 256, 1);
      product(type, rows, 0, rows, 256, 6);
    }
  }

  @Test
  void partsOfTheRowsGiveTheSameAsAllOfThem() {
    for (QuantType type : new QuantType[] {QuantType.F16, QuantType.Q4_1, QuantType.Q6_K}) {
      for (int tokens : new int[] {1, 20}) {
        int group = rowGroup(type, 256);
        int rows = 5 * group + 1;
        product(type, rows, group, group, 256, tokens);
        product(type, rows, 0, group, 256, tokens);
        product(type, rows, 2 * group, 5 * group, 256, tokens);
        product(type, rows, 5 * group, rows, 256, tokens);
      }
    }
  }

  @Test
  void scratchForTheWidestMatrixServesNarrowerOnes() {
    Kernels kernels = kernels();
    Matrix narrow = packed(weights(QuantType.Q8_0, 64, 64));
    Activations x = activations(kernels, 8, 64);
    float[] out = new float[8 * 64];
    ProductScratch scratch = new ProductScratch(kernels, 8192);
    kernels.multiply(narrow, 0, 64, x, out, 0, 64, scratch);
    assertThat(out).doesNotContain(Float.NaN);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 15, 16, 17, 31, 33, 64, 100})
  void elementwiseWorkAgreesWithTheDefinition(int n) {
    float[] x = floats(n + 2, 4);
    float[] y = floats(n + 3, 4);
    float[] weight = floats(n, 2);
    float[] expected = filled(n + 3);
    float[] found = filled(n + 3);
    reference.rmsNorm(x, 2, n, weight, 1e-5f, expected, 1);
    kernels().rmsNorm(x, 2, n, weight, 1e-5f, found, 1);
    assertThat(found).usingElementComparator(within(1e-6)).containsExactly(expected);

    expected = x.clone();
    found = x.clone();
    reference.add(expected, 1, y, 3, n);
    kernels().add(found, 1, y, 3, n);
    assertThat(found).isEqualTo(expected);

    reference.swiGlu(expected, 2, y, 3, n);
    kernels().swiGlu(found, 2, y, 3, n);
    assertThat(found).usingElementComparator(within(1e-5)).containsExactly(expected);
  }

  @Test
  void theGateStaysFiniteAtExtremes() {
    float[] gate = {-1e30f, -200, -90, 0, 90, 200, 1e30f, Float.MIN_VALUE};
    float[] wide = Arrays.copyOf(gate, 32);
    float[] up = new float[32];
    Arrays.fill(up, 1);
    float[] expected = wide.clone();
    reference.swiGlu(expected, 0, up, 0, 32);
    kernels().swiGlu(wide, 0, up, 0, 32);
    assertThat(wide).usingElementComparator(within(1e-5)).containsExactly(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 16, 24, 48, 64, 80, 96, 100, 128})
  void attentionOverBlocksAgreesWithTheDefinition(int headSize) {
    for (int group : new int[] {1, 3, 4}) {
      for (int tokens : new int[] {1, 2, 3, 5, 7}) {
        AttentionTile expected = reference.attentionTile(8 * group, headSize, group);
        AttentionTile found = kernels().attentionTile(8 * group, headSize, group);
        float[] queries = floats(tokens * group * headSize, 1);
        for (AttentionTile tile : List.of(expected, found)) {
          tile.begin(tokens * group);
          System.arraycopy(queries, 0, tile.values(), tile.query(0), queries.length);
        }
        for (int count : new int[] {64, 1, 15, 16, 17, 31, 33, 62, 63}) {
          float[] keys = floats(headSize * Kernels.BLOCK, 1);
          float[] values = floats(headSize * Kernels.BLOCK, 1);
          int first = count % 2 * (tokens / 2) * group;
          expected.attend(first, count, keys, values);
          found.attend(first, count, keys, values);
        }
        for (int query = 0; query < tokens * group; query++) {
          float[] right = new float[headSize + 1];
          float[] ours = new float[headSize + 1];
          expected.finish(query, right, 1);
          found.finish(query, ours, 1);
          assertThat(ours)
              .as("query %d of %d, %d a token", query, tokens * group, group)
              .usingElementComparator(within(2e-5))
              .containsExactly(right);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 48, 64, 128})
  void halvesGiveTheSameAsTheFloatsThatTheyAre(int headSize) {
    int length = headSize * Kernels.BLOCK;
    for (int group : new int[] {1, 3, 4}) {
      for (int tokens : new int[] {1, 2, 5}) {
        AttentionTile floats = kernels().attentionTile(5 * group, headSize, group);
        AttentionTile halves = kernels().attentionTile(5 * group, headSize, group);
        float[] queries = floats(tokens * group * headSize, 1);
        for (AttentionTile tile : List.of(floats, halves)) {
          tile.begin(tokens * group);
          System.arraycopy(queries, 0, tile.values(), tile.query(0), queries.length);
        }
        if (!halves.takesHalves()) {
          continue;
        }
        for (int count : new int[] {64, 1, 17, 62}) {
          MemorySegment page = arena.allocate(6 + 4L * length, 64);
          float[] keys = halves(page, 2, length);
          float[] values = halves(page, 6 + 2L * length, length);
          int first = count % 2 * (tokens / 2) * group;
          floats.attend(first, count, keys, values);
          halves.attendHalves(first, count, page, 2, 6 + 2L * length);
        }
        for (int query = 0; query < tokens * group; query++) {
          float[] expected = new float[headSize];
          float[] found = new float[headSize];
          floats.finish(query, expected, 0);
          halves.finish(query, found, 0);
          assertThat(found).as("query %d of %d tokens", query, tokens).isEqualTo(expected);
        }
      }
    }
  }

  /** Random float16 numbers in {@code memory}, and what they are. */
  private float[] halves(MemorySegment memory, long offset, int count) {
    float[] values = floats(count, 1);
    values[0] = 0x1p-24f; // the smallest there is
    for (int i = 0; i < count; i++) {
      short half = Float.floatToFloat16(values[i]);
      memory.set(ValueLayout.JAVA_SHORT_UNALIGNED, offset + 2L * i, half);
      values[i] = Float.float16ToFloat(half);
    }
    return values;
  }

  @Test
  void aQueryGetsTheSameWhicheverOthersAreWithIt() {
    int headSize = 64;
    int tokens = 7;
    float[] queries = floats(tokens * headSize, 1);
    float[] keys = floats(headSize * Kernels.BLOCK, 1);
    float[] values = floats(headSize * Kernels.BLOCK, 1);
    AttentionTile all = kernels().attentionTile(tokens, headSize, 1);
    all.begin(tokens);
    System.arraycopy(queries, 0, all.values(), all.query(0), queries.length);
    all.attend(0, 20, keys, values);
    AttentionTile one = kernels().attentionTile(1, headSize, 1);
    for (int t = 0; t < tokens; t++) {
      one.begin(1);
      System.arraycopy(queries, t * headSize, one.values(), one.query(0), headSize);
      one.attend(0, 20 + t, keys, values);
      float[] alone = new float[headSize];
      float[] together = new float[headSize];
      one.finish(0, alone, 0);
      all.finish(t, together, 0);
      assertThat(together).as("token %d", t).isEqualTo(alone);
    }
  }

  @Test
  void aWideRangeOfScoresKeepsTheirOrder() {
    int headSize = 16;
    AttentionTile tile = kernels().attentionTile(1, headSize, 1);
    tile.begin(1);
    tile.values()[tile.query(0)] = 1;
    float[] keys = new float[headSize * Kernels.BLOCK];
    float[] values = new float[headSize * Kernels.BLOCK];
    keys[0] = -3000;
    keys[1] = 3000;
    values[0] = 8;
    values[headSize] = 16;
    tile.attend(0, 2, keys, values);
    float[] out = new float[headSize];
    tile.finish(0, out, 0);
    assertThat(out[0]).isEqualTo(16);
  }

  @Test
  void positionsPastTheCountAreNotAttendedTo() {
    int headSize = 16;
    float[] keys = floats(headSize * Kernels.BLOCK, 1);
    float[] values = floats(headSize * Kernels.BLOCK, 1);
    for (int p = 5; p < Kernels.BLOCK; p++) {
      for (int d = 0; d < headSize; d++) {
        keys[d * Kernels.BLOCK + p] = Float.NaN;
        values[p * headSize + d] = Float.NaN;
      }
    }
    AttentionTile tile = kernels().attentionTile(2, headSize, 2);
    tile.begin(2);
    System.arraycopy(floats(2 * headSize, 1), 0, tile.values(), 0, 2 * headSize);
    tile.attend(0, 5, keys, values);
    float[] out = new float[headSize];
    for (int query = 0; query < 2; query++) {
      tile.finish(query, out, 0);
      assertThat(out).doesNotContain(Float.NaN);
    }
  }

  /** Compares one product, at odd offsets into the result, with what the definition gives. */
  private void product(QuantType type, int rows, int from, int to, int columns, int tokens) {
    Kernels kernels = kernels();
    Tensor weights = weights(type, rows, columns);
    Matrix packed = packed(weights);
    assertThat(packed.rows()).isEqualTo(rows);
    assertThat(packed.columns()).isEqualTo(columns);
    Activations x = activations(kernels, tokens, columns);
    int stride = rows + 5;
    float[] expected = filled(tokens * stride);
    float[] found = filled(tokens * stride);
    reference.multiply(
        new StoredMatrix(weights),
        from,
        to,
        x,
        expected,
        3,
        stride,
        new ProductScratch(reference, columns));
    kernels.multiply(packed, from, to, x, found, 3, stride, new ProductScratch(kernels, columns));
    float[] row = new float[columns];
    for (int i = 0; i < expected.length; i++) {
      int r = i % stride - 3;
      if (r < from || r >= to) {
        assertThat(found[i]).as("%s: outside rows %d to %d", type, from, to).isEqualTo(UNTOUCHED);
        continue;
      }
      reference.dequantize(weights, r, row, 0);
      double bound = 4 * columns * EPSILON * magnitude(row, x, i / stride, type.blockSize());
      if (roundsActivations(type)) {
        bound += roundingError(row, x, i / stride);
      }
      assertThat((double) found[i])
          .as("%s [%d, %d] row %d token %d of %d", type, rows, columns, r, i / stride, tokens)
          .isBetween(expected[i] - bound, expected[i] + bound);
    }
  }

  /** The sum of magnitudes of what is added up, a block's offset included. */
  private static double magnitude(float[] row, Activations x, int token, int blockSize) {
    double magnitude = 0;
    for (int i = 0; i < row.length; i += blockSize) {
      double largest = 0;
      double sum = 0;
      for (int j = i; j < i + blockSize; j++) {
        largest = Math.max(largest, Math.abs(row[j]));
        sum += Math.abs(x.values()[token * row.length + j]);
      }
      magnitude += largest * sum;
    }
    return magnitude;
  }

  /** The most that rounding each activation to one of 255 steps of its block can change. */
  private static double roundingError(float[] row, Activations x, int token) {
    double error = 0;
    for (int i = 0; i < row.length; i += 32) {
      double largest = 0;
      double weights = 0;
      for (int j = i; j < i + 32; j++) {
        largest = Math.max(largest, Math.abs(x.values()[token * row.length + j]));
        weights += Math.abs(row[j]);
      }
      error += weights * largest / 127 / 2 * 1.001;
    }
    return error;
  }

  private static int[] columns(QuantType type) {
    return switch (type.blockSize()) {
      case 1 -> new int[] {1, 7, 8, 9, 16, 17, 31, 32, 33, 64, 100};
      case 32 -> new int[] {32, 64, 96, 288};
      default -> new int[] {256, 512, 768};
    };
  }

  /** Rows of a matrix of this type and width that {@link #kernels} multiply together. */
  protected final int rowGroup(QuantType type, int columns) {
    return kernels().rowGroup(packed(weights(type, 1, columns)));
  }

  /** Packed for {@link #kernels}, until the test ends. */
  protected final Matrix packed(Tensor weights) {
    return kernels().pack(weights, arena, team);
  }

  /** Random blocks of every bit pattern that decodes to moderate numbers. */
  protected final Tensor weights(QuantType type, int rows, int columns) {
    MemorySegment data = arena.allocate(type.sizeBytes(columns) * rows, 64);
    float[] block = new float[type.blockSize()];
    for (long at = 0; at < data.byteSize(); at += type.blockBytes()) {
      do {
        for (int i = 0; i < type.blockBytes(); i++) {
          data.set(ValueLayout.JAVA_BYTE, at + i, (byte) random.nextInt(256));
        }
        BlockFormat.of(type).decode(data, at, block, 0, block.length);
      } while (!moderate(block));
    }
    return new Tensor("weights", type, rows, columns, data);
  }

  private static boolean moderate(float[] values) {
    for (float value : values) {
      if (!(Math.abs(value) < 1e6)) {
        return false;
      }
    }
    return true;
  }

  /** Random ones, prepared in three parts. */
  protected final Activations activations(Kernels kernels, int tokens, int columns) {
    Activations x = new Activations(tokens, columns);
    x.shape(tokens, columns);
    System.arraycopy(floats(tokens * columns, 2), 0, x.values(), 0, tokens * columns);
    kernels.reserve(x);
    for (int part = 0; part < 3; part++) {
      kernels.prepare(x, part, 3);
    }
    return x;
  }

  /** Random ones of magnitudes up to half of {@code range}. */
  protected final float[] floats(int n, float range) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (random.nextFloat() - 0.5f) * range;
    }
    return values;
  }

  private static float[] filled(int n) {
    float[] values = new float[n];
    Arrays.fill(values, UNTOUCHED);
    return values;
  }

  private static Comparator<Float> within(double tolerance) {
    return (a, b) ->
        Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a)) ? 0 : Float.compare(a, b);
  }
}
