package ryot.engine;

import ryot.engine.cache.KvType;

/**
 * How a model is run.
 *
 * @param threads 1 to 1,024: how many threads compute, the engine's own included
 * @param kvType how keys and values are stored
 * @param contextLength the most tokens a sequence may hold, which bounds its memory (taken as it
 *     grows, not at once); 0 for as many as the model allows
 * @param cacheBytes the most memory that the keys and values of all sequences take together, taken
 *     as they need it; 0 leaves it to the engine. When it is full, what no request needs now is
 *     forgotten, and then the youngest requests wait
 */
public record EngineOptions(int threads, KvType kvType, int contextLength, long cacheBytes) {

  private static final int MAX_THREADS = 1024;

  public EngineOptions {
    if (threads < 1 || threads > MAX_THREADS) {
      throw new IllegalArgumentException(
          "threads must be from 1 to %d, is %d".formatted(MAX_THREADS, threads));
    }
    if (contextLength < 0) {
      throw new IllegalArgumentException(
          "contextLength must be 0 (the model's) or more, is " + contextLength);
    }
    if (cacheBytes < 0) {
      throw new IllegalArgumentException(
          "cacheBytes must be 0 (the engine's choice) or more, is " + cacheBytes);
    }
  }

  /** Options that leave the size of the cache to the engine. */
  public EngineOptions(int threads, KvType kvType, int contextLength) {
    this(threads, kvType, contextLength, 0);
  }

  /** A thread for each processor, keys and values in half precision, the model's own context. */
  public static EngineOptions defaults() {
    int processors = Math.min(Runtime.getRuntime().availableProcessors(), MAX_THREADS);
    return new EngineOptions(processors, KvType.F16, 0);
  }

  public EngineOptions withThreads(int value) {
    return new EngineOptions(value, kvType, contextLength, cacheBytes);
  }

  public EngineOptions withKvType(KvType value) {
    return new EngineOptions(threads, value, contextLength, cacheBytes);
  }

  public EngineOptions withContextLength(int value) {
    return new EngineOptions(threads, kvType, value, cacheBytes);
  }

  public EngineOptions withCacheBytes(long value) {
    return new EngineOptions(threads, kvType, contextLength, value);
  }
}
