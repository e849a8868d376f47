package ryot.neural;

import java.util.function.IntConsumer;

/**
 * How texts are coded; what is written is read with any options.
 *
 * @param segmentBytes a text longer than {@link NeuralModel#singleBytes} is cut into segments of
 *     about so many bytes, each coded without knowing the others
 * @param verify whether each segment is decoded again before it counts as coded
 * @param progress is told of tokens computed, on the thread that codes, after each step; what it
 *     throws ends the coding
 */
public record NeuralOptions(int segmentBytes, boolean verify, IntConsumer progress) {

  /** Segments of 4 KiB, verified. */
  public static final NeuralOptions DEFAULT = new NeuralOptions(4_096, true, tokens -> {});

  public NeuralOptions {
    if (segmentBytes < 1) {
      throw new IllegalArgumentException("a segment has at least 1 byte, not " + segmentBytes);
    }
  }

  /** The same with other segments. */
  public NeuralOptions withSegmentBytes(int value) {
    return new NeuralOptions(value, verify, progress);
  }

  /** The same, verifying or not. */
  public NeuralOptions withVerify(boolean value) {
    return new NeuralOptions(segmentBytes, value, progress);
  }

  /** The same, telling another. */
  public NeuralOptions withProgress(IntConsumer value) {
    return new NeuralOptions(segmentBytes, verify, value);
  }
}
