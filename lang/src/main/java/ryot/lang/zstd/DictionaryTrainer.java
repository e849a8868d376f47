package ryot.lang.zstd;

import com.github.luben.zstd.ZstdDictTrainer;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;

/**
 * Learns a dictionary from messages, in bounded memory: what is beyond the sample's room is passed
 * over.
 */
public final class DictionaryTrainer {

  /** The size at which a larger dictionary begins to cost speed: 110 KiB. */
  public static final int DICTIONARY_BYTES = 112_640;

  /** Room for samples: zstd's own advice is a hundred times the dictionary. */
  public static final int SAMPLE_BYTES = 21 << 20;

  private static final int MESSAGE_BYTES_MAX = 8_192;
  private static final int SAMPLES_MIN = 10;

  private final int sampleBytes;
  private final ZstdDictTrainer trainer;
  private int samples;
  private long bytes;

  /** A trainer without samples, of the usual sizes. */
  public DictionaryTrainer() {
    this(DICTIONARY_BYTES, SAMPLE_BYTES);
  }

  /**
   * A trainer without samples.
   *
   * @param dictionaryBytes size of the dictionary, at most
   * @param sampleBytes room for samples, which is taken at once
   */
  public DictionaryTrainer(int dictionaryBytes, int sampleBytes) {
    this.sampleBytes = sampleBytes;
    trainer = new ZstdDictTrainer(sampleBytes, dictionaryBytes, ZstdCodec.LEVEL);
  }

  /** One more message, of which the first 8 KiB count; false when there is no more room. */
  public boolean add(byte[] message) {
    byte[] sample =
        message.length > MESSAGE_BYTES_MAX ? Arrays.copyOf(message, MESSAGE_BYTES_MAX) : message;
    if (sample.length == 0) {
      return true;
    }
    if (bytes + sample.length > sampleBytes || !trainer.addSample(sample)) {
      return false;
    }
    samples++;
    bytes += sample.length;
    return true;
  }

  /**
   * The dictionary of what was added.
   *
   * @throws IllegalStateException if that is too little to learn from
   */
  public ZstdDictionary train() {
    if (samples < SAMPLES_MIN) {
      throw new IllegalStateException(
          "a dictionary needs at least " + SAMPLES_MIN + " messages, and there are " + samples);
    }
    try {
      return ZstdDictionary.of(trainer.trainSamples());
    } catch (ZstdException e) {
      throw new IllegalStateException(
          "there is too little to learn in "
              + samples
              + " messages of "
              + bytes
              + " bytes: "
              + e.getMessage(),
          e);
    }
  }
}
