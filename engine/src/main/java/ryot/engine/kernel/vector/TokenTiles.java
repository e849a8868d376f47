package ryot.engine.kernel.vector;

import static ryot.engine.kernel.vector.Lanes.L;
import static ryot.engine.kernel.vector.WordLayout.BLOCK;

import jdk.incubator.vector.FloatVector;
import ryot.engine.kernel.Activations;

/**
 * Activations rounded as in {@link RoundedActivations}, for products with many tokens: in tiles of
 * {@value #TOKENS}, every quant a float. They lie in {@link Activations#bytes} as
 *
 * <pre>
 * quants  [tiles][blocks][8][32]  float32  integers from -127 to 127
 * scales  [tiles][blocks][8]      float32
 * </pre>
 *
 * <p>They are in native memory, and read as integers, because the compiler then spreads each over a
 * vector by the load itself. From an array of floats it takes an instruction more, for which there
 * is one port, and a tile twice the time.
 *
 * @param quants absolute address
 * @param scales absolute address
 * @param blocks of a token
 */
record TokenTiles(long quants, long scales, int blocks) {

  /** Tokens of a tile. The last one is filled up with zeros. */
  static final int TOKENS = 8;

  /** Bytes from one token's quants of a block to the next one's. */
  static final int TOKEN_BYTES = BLOCK * Float.BYTES;

  /** Bytes of a block's quants. */
  static final int BLOCK_BYTES = TOKENS * TOKEN_BYTES;

  /** Bytes of a block's scales. */
  static final int SCALES_BYTES = TOKENS * Float.BYTES;

  /** From this many tokens on, tiles are worth it, even where one is not full. */
  private static final int MIN_TOKENS = 16;

  /** Whether {@code x} has so many tokens. */
  static boolean serve(Activations x) {
    return x.tokens() >= MIN_TOKENS;
  }

  /** Tiles of {@code x}. */
  static int count(Activations x) {
    return (x.tokens() + TOKENS - 1) / TOKENS;
  }

  private static long blocks(Activations x) {
    return (long) count(x) * (x.columns() / BLOCK);
  }

  /** Bytes that the tiles of {@code x} take. */
  static long bytes(Activations x) {
    return blocks(x) * (BLOCK_BYTES + SCALES_BYTES);
  }

  /** The tiles of {@code x}. */
  static TokenTiles of(Activations x) {
    long quants = Lanes.address(x.bytes());
    long scales = quants + blocks(x) * BLOCK_BYTES;
    return new TokenTiles(quants, scales, x.columns() / BLOCK);
  }

  /** Rounds part {@code part} of {@code parts}. */
  static void round(Activations x, int part, int parts) {
    TokenTiles tiles = of(x);
    int from = (int) (blocks(x) * part / parts);
    int to = (int) (blocks(x) * (part + 1) / parts);
    for (int b = from; b < to; b++) {
      int token = b / tiles.blocks * TOKENS;
      int column = b % tiles.blocks * BLOCK;
      for (int t = 0; t < TOKENS; t++) {
        if (token + t < x.tokens()) {
          tiles.round(x.values(), (token + t) * x.columns() + column, b, t);
        } else {
          tiles.clear(b, t);
        }
      }
    }
  }

  private void round(float[] x, int from, int block, int token) {
    float largest = RoundedActivations.largest(x, from);
    FloatVector inverse = RoundedActivations.inverse(largest);
    long to = Lanes.known(quants + (long) block * BLOCK_BYTES + (long) token * TOKEN_BYTES);
    for (int i = 0; i < BLOCK; i += L) {
      FloatVector rounded = RoundedActivations.quants(x, from + i, inverse);
      Lanes.store(rounded, to + (long) i * Float.BYTES);
    }
    storeScale(block, token, RoundedActivations.scaleOf(largest));
  }

  private void clear(int block, int token) {
    long to = Lanes.known(quants + (long) block * BLOCK_BYTES + (long) token * TOKEN_BYTES);
    for (int i = 0; i < BLOCK; i += L) {
      Lanes.store(Lanes.zero(), to + (long) i * Float.BYTES);
    }
    storeScale(block, token, 0);
  }

  private void storeScale(int block, int token, float scale) {
    Lanes.store(scales + ((long) block * TOKENS + token) * Float.BYTES, scale);
  }

  /** The tile {@code tile}, from block {@code block} on. */
  TokenTiles at(int tile, int block) {
    long first = (long) tile * blocks + block;
    return new TokenTiles(quants + first * BLOCK_BYTES, scales + first * SCALES_BYTES, blocks);
  }
}
