package ryot.lab.codec;

/**
 * What one codec made of a message set.
 *
 * @param ratio bytes in over bytes out
 * @param compressMbS 10^6 bytes of messages a second of one thread's CPU time
 * @param decompressMbS the same for the way back
 * @param verified whether every message came back as it was
 */
public record CodecSeries(
    String codec,
    double ratio,
    double compressMbS,
    double decompressMbS,
    int messages,
    long bytesIn,
    long bytesOut,
    boolean verified) {}
