package ryot.lab.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import ryot.engine.gguf.GgufFile;
import ryot.engine.gguf.GgufMetadata;
import ryot.engine.gguf.GgufTensor;
import ryot.engine.gguf.GgufType;
import ryot.engine.gguf.GgufValue;
import ryot.engine.tensor.QuantType;

/**
 * A model of a well-known shape whose weights are drawn when the loader asks for them. It computes
 * as fast as the real one, and nonsense. The same seed gives the same weights.
 *
 * <p>A tensor's memory goes when nobody refers to it any more, so that a loader that brings weights
 * into another order never holds the model twice. The collector, which cannot see native memory, is
 * asked to look now and then.
 */
final class SyntheticModel {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Allocations are aligned to cache lines, as mapped files are to more. */
  private static final long LINE_BYTES = 64;

  private static final long COLLECTED_EVERY_BYTES = 512L << 20;
  private static final double BIAS_SPREAD = 0.02;

  private final long seed;
  private long uncollectedBytes;

  private SyntheticModel(long seed) {
    this.seed = seed;
  }

  /** The model of {@code shape} stored in {@code mix}; loaded by one thread. */
  static GgufFile of(ModelShape shape, WeightMix mix, long seed) {
    String name = shape.name() + "-" + mix.label();
    return GgufFile.of(
        name,
        GgufMetadata.of(name, metadata(name, shape, mix)),
        shape.tensors(mix),
        new SyntheticModel(seed)::bytes);
  }

  /**
   * Memory that it takes while it is loaded: its weights, what waits for the collector, and the
   * embedding once more where it is also the output and so kept in two orders.
   */
  static long memoryBytes(ModelShape shape, WeightMix mix) {
    long weights = shape.sizeBytes(mix);
    GgufTensor embedding = shape.tensors(mix).getFirst();
    long twice = shape.tied() ? embedding.sizeBytes().orElseThrow() : 0;
    return weights + twice + Math.min(weights, 2 * COLLECTED_EVERY_BYTES);
  }

  private static Map<String, GgufValue> metadata(String name, ModelShape shape, WeightMix mix) {
    String family = shape.architecture().id();
    Map<String, GgufValue> values = new LinkedHashMap<>();
    values.put("general.architecture", new GgufValue.StringValue(family));
    values.put("general.name", new GgufValue.StringValue(name));
    values.put("general.file_type", number(mix.fileType()));
    values.put(family + ".context_length", number(shape.contextLength()));
    values.put(family + ".embedding_length", number(shape.embedding()));
    values.put(family + ".block_count", number(shape.blocks()));
    values.put(family + ".feed_forward_length", number(shape.feedForward()));
    values.put(family + ".attention.head_count", number(shape.heads()));
    values.put(family + ".attention.head_count_kv", number(shape.kvHeads()));
    values.put(family + ".attention.key_length", number(shape.headSize()));
    values.put(family + ".attention.value_length", number(shape.headSize()));
    values.put(family + ".attention.layer_norm_rms_epsilon", decimal(1e-5));
    values.put(family + ".rope.dimension_count", number(shape.headSize()));
    values.put(family + ".rope.freq_base", decimal(shape.ropeBase()));
    return values;
  }

  private static GgufValue number(int value) {
    return new GgufValue.IntValue(GgufType.UINT32, value);
  }

  private static GgufValue decimal(double value) {
    return new GgufValue.FloatValue(GgufType.FLOAT32, value);
  }

  private MemorySegment bytes(GgufTensor tensor) {
    QuantType type = tensor.type().orElseThrow();
    MemorySegment data = allocate(type.sizeBytes(tensor.valueCount()));
    if (tensor.name().endsWith("_norm.weight")) {
      fillWithOnes(data);
    } else {
      double spread =
          tensor.name().endsWith(".bias") ? BIAS_SPREAD : 1 / Math.sqrt(tensor.columns());
      BlockPattern.of(type, spread).fill(data, new SplittableRandom(seedOf(tensor)));
    }
    return data;
  }

  // Native memory does not press the collector, which has to free it.
  @SuppressWarnings("MustBeClosed") // closes itself
  private MemorySegment allocate(long sizeBytes) {
    uncollectedBytes += sizeBytes;
    if (uncollectedBytes >= COLLECTED_EVERY_BYTES) {
      uncollectedBytes = 0;
      System.gc();
    }
    return Arena.ofAuto().allocate(sizeBytes, LINE_BYTES);
  }

  private long seedOf(GgufTensor tensor) {
    return seed * 31 + tensor.name().hashCode();
  }

  private static void fillWithOnes(MemorySegment data) {
    for (long at = 0; at < data.byteSize(); at += Float.BYTES) {
      data.set(FLOAT, at, 1);
    }
  }
}
