package ryot.lab.bench;

import static ryot.engine.model.Architecture.LLAMA;
import static ryot.engine.model.Architecture.QWEN2;
import static ryot.engine.model.Architecture.QWEN3;

import java.util.List;
import java.util.Optional;

/**
 * The shapes that are known by name, from 15 million weights to 8 billion, as the models'
 * configurations on the hub state them.
 */
public final class ModelShapes {

  // spotless:off: a table
  private static final List<ModelShape> ALL = List.of(
      //            name              family    ctx   vocab  width  blk hds kv head  inner  tied  rope
      new ModelShape("stories15m",     LLAMA,    256,  32000,  288,  6,  6,  6,  48,   768, true,    10_000),
      new ModelShape("stories42m",     LLAMA,   1024,  32000,  512,  8,  8,  8,  64,  1376, true,    10_000),
      new ModelShape("stories110m",    LLAMA,   1024,  32000,  768, 12, 12, 12,  64,  2048, true,    10_000),
      new ModelShape("smollm2-135m",   LLAMA,   8192,  49152,  576, 30,  9,  3,  64,  1536, true,   100_000),
      new ModelShape("smollm2-360m",   LLAMA,   8192,  49152,  960, 32, 15,  5,  64,  2560, true,   100_000),
      new ModelShape("smollm2-1.7b",   LLAMA,   8192,  49152, 2048, 24, 32, 32,  64,  8192, true,   130_000),
      new ModelShape("tinyllama-1.1b", LLAMA,   2048,  32000, 2048, 22, 32,  4,  64,  5632, false,   10_000),
      new ModelShape("llama-3.2-1b",   LLAMA, 131072, 128256, 2048, 16, 32,  8,  64,  8192, true,   500_000),
      new ModelShape("llama-3.2-3b",   LLAMA, 131072, 128256, 3072, 28, 24,  8, 128,  8192, true,   500_000),
      new ModelShape("llama-3.1-8b",   LLAMA, 131072, 128256, 4096, 32, 32,  8, 128, 14336, false,  500_000),
      new ModelShape("llama-2-7b",     LLAMA,   4096,  32000, 4096, 32, 32, 32, 128, 11008, false,   10_000),
      new ModelShape("mistral-7b",     LLAMA,  32768,  32768, 4096, 32, 32,  8, 128, 14336, false, 1_000_000),
      new ModelShape("qwen2.5-0.5b",   QWEN2,  32768, 151936,  896, 24, 14,  2,  64,  4864, true,  1_000_000),
      new ModelShape("qwen2.5-1.5b",   QWEN2,  32768, 151936, 1536, 28, 12,  2, 128,  8960, true,  1_000_000),
      new ModelShape("qwen2.5-3b",     QWEN2,  32768, 151936, 2048, 36, 16,  2, 128, 11008, true,  1_000_000),
      new ModelShape("qwen2.5-7b",     QWEN2,  32768, 152064, 3584, 28, 28,  4, 128, 18944, false, 1_000_000),
      new ModelShape("qwen3-0.6b",     QWEN3,  40960, 151936, 1024, 28, 16,  8, 128,  3072, true,  1_000_000),
      new ModelShape("qwen3-1.7b",     QWEN3,  40960, 151936, 2048, 28, 16,  8, 128,  6144, true,  1_000_000),
      new ModelShape("qwen3-4b",       QWEN3,  40960, 151936, 2560, 36, 32,  8, 128,  9728, true,  1_000_000),
      new ModelShape("qwen3-8b",       QWEN3,  40960, 151936, 4096, 36, 32,  8, 128, 12288, false, 1_000_000));
  // spotless:on

  private ModelShapes() {}

  /** All of them, family by family. */
  public static List<ModelShape> all() {
    return ALL;
  }

  /** The shape that is written {@code name}, in any case. */
  public static Optional<ModelShape> named(String name) {
    return ALL.stream().filter(shape -> shape.name().equalsIgnoreCase(name)).findFirst();
  }
}
