package ryot.engine.kernel.vector;

import static ryot.engine.kernel.vector.Lanes.L;
import static ryot.engine.kernel.vector.WordLayout.BLOCK;
import static ryot.engine.kernel.vector.WordLayout.VECTOR;

import ryot.engine.kernel.Activations;
import ryot.engine.kernel.ProductScratch;

/**
 * The product of some rows of a {@link WordMatrix} with {@link TokenTiles}. A few columns of all
 * tokens stay in the second-level cache while they meet several groups of rows, and those of a
 * group, as floats, in the first-level cache while they meet all tokens. A worker's scratch is
 *
 * <pre>
 * words    {@link UnpackedWords}
 * weights  [columns][L]         float32
 * exact    [blocks][8][L]       float32  of a group and a tile
 * sums     [groups][tokens][L]  float32
 * </pre>
 */
final class TiledProduct {

  /** Columns at most whose weights are floats at a time: 16 KiB of them. */
  private static final int MAX_COLUMNS = 4096 / L;

  /** Rows and tokens at most whose sums are kept: 128 KiB. */
  private static final int MAX_ROWS = 64;

  private static final int MAX_TILES = 512 / TokenTiles.TOKENS;

  /** Activations of fewer bytes stay in the second-level cache in any order of the loops. */
  private static final long SMALL_BYTES = 512 * 1024;

  private static final long TILE_BYTES = (long) TokenTiles.TOKENS * VECTOR;

  private static final long WEIGHTS = UnpackedWords.BYTES;
  private static final long EXACT = WEIGHTS + (long) MAX_COLUMNS * VECTOR;
  private static final long SUMS = EXACT + MAX_COLUMNS / BLOCK * TILE_BYTES;

  /** Bytes of a worker's scratch. */
  static final long BYTES = SUMS + (long) MAX_ROWS / L * MAX_TILES * TILE_BYTES;

  private final WordMatrix matrix;
  private final WordLayout layout;
  private final TokenTiles x;
  private final int groups;
  private final int recordStep;
  private final long unpacked;
  private final long weights;
  private final long exact;
  private final long sums;

  /** Of {@code matrix} and the tiles of {@code x}. */
  TiledProduct(WordMatrix matrix, Activations x, ProductScratch scratch) {
    this.matrix = matrix;
    layout = matrix.layout();
    this.x = TokenTiles.of(x);
    groups = TokenTiles.bytes(x) < SMALL_BYTES ? 1 : MAX_ROWS / L;
    recordStep = WordMatrix.step(records(), MAX_COLUMNS / layout.type().blockSize());
    unpacked = Lanes.address(scratch.bytes());
    weights = unpacked + WEIGHTS;
    exact = unpacked + EXACT;
    sums = unpacked + SUMS;
  }

  private int records() {
    return matrix.columns() / layout.type().blockSize();
  }

  /** As {@link ryot.engine.kernel.Kernels#multiply}, for {@code tokens} tokens. */
  void multiply(int fromRow, int toRow, int tokens, float[] out, int outOffset, int outStride) {
    int tiles = (tokens + TokenTiles.TOKENS - 1) / TokenTiles.TOKENS;
    for (int tile = 0; tile < tiles; tile += MAX_TILES) {
      int tileCount = Math.min(MAX_TILES, tiles - tile);
      int token = tile * TokenTiles.TOKENS;
      int tokenCount = Math.min(tileCount * TokenTiles.TOKENS, tokens - token);
      for (int row = fromRow; row < toRow; row += groups * L) {
        int rows = Math.min(groups * L, toRow - row);
        multiplyRows(row / L, (rows + L - 1) / L, tile, tileCount);
        int to = token * outStride + outOffset + row;
        for (int t = 0; t < tokenCount; t++) {
          copy(t, tileCount, rows, out, to + t * outStride);
        }
      }
    }
  }

  /** Some groups of rows times some tiles, to {@link #sums}. */
  private void multiplyRows(int firstGroup, int groupCount, int tile, int tileCount) {
    for (int i = 0; i < groupCount * tileCount * TokenTiles.TOKENS; i++) {
      Lanes.store(Lanes.zero(), sums + (long) i * VECTOR);
    }
    for (int first = 0; first < records(); first += recordStep) {
      int count = Math.min(recordStep, records() - first);
      for (int g = 0; g < groupCount; g++) {
        long from = matrix.address(firstGroup + g) + (long) first * layout.recordBytes();
        long next =
            g + 1 < groupCount
                ? from + matrix.groupBytes()
                : matrix.address(firstGroup) + (long) (first + count) * layout.recordBytes();
        unpack(from, count, next);
        multiplyGroup(first, count, tile, tileCount, sums + g * tileCount * TILE_BYTES);
      }
    }
  }

  private void unpack(long from, int count, long next) {
    long bytes = (long) count * layout.recordBytes();
    long ahead = Math.min(next - from, matrix.end() - from - bytes);
    matrix.routines().unpack(from, count, unpacked, ahead);
    int blocks = count * layout.type().blockSize() / BLOCK;
    TileRoutines.ALL.widen(unpacked, blocks, weights);
  }

  private void multiplyGroup(int first, int count, int tile, int tileCount, long to) {
    int blocks = count * layout.type().blockSize() / BLOCK;
    int firstBlock = first * layout.type().blockSize() / BLOCK;
    for (int t = 0; t < tileCount; t++) {
      TokenTiles part = x.at(tile + t, firstBlock);
      TileRoutines.ALL.multiply(weights, blocks, part.quants(), exact);
      TileRoutines.ALL.addScaled(exact, blocks, unpacked, part.scales(), to + t * TILE_BYTES);
    }
  }

  /** The sums of token {@code token} with {@code rows} rows. */
  private void copy(int token, int tileCount, int rows, float[] out, int to) {
    for (int row = 0; row < rows; row += L) {
      long at = sums + row / L * tileCount * TILE_BYTES + (long) token * VECTOR;
      if (rows - row >= L) {
        Lanes.floats(at).intoArray(out, to + row);
      } else {
        for (int r = row; r < rows; r++) {
          out[to + r] = Lanes.single(at + (long) (r - row) * Float.BYTES);
        }
      }
    }
  }
}
