package ryot.lab.bench;

/**
 * The most that this machine did in loops that do one thing only.
 *
 * @param loops which loops, in words
 * @param threads that ran them together
 * @param readBytesPerSecond from memory far beyond the caches
 * @param floatOperationsPerSecond float32; a multiplication and its addition are two
 * @param byteOperationsPerSecond int8 with sums in int32; likewise
 */
public record CeilingReading(
    String loops,
    int threads,
    double readBytesPerSecond,
    double floatOperationsPerSecond,
    double byteOperationsPerSecond) {}
