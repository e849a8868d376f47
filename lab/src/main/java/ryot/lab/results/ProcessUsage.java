package ryot.lab.results;

import org.jspecify.annotations.Nullable;

/**
 * What the measured JVM used. MB is 10^6 bytes.
 *
 * @param cpuUtilizationPct process CPU time over wall time and cores while measuring, in percent
 * @param peakResidentMb highest resident set of the whole life of the process, mapped model
 *     included; null where the platform does not say
 * @param meanResidentMb mean resident set while measuring
 * @param residentSource where the two come from
 * @param heapPeakMb highest heap in use seen while measuring
 * @param heapAfterGcMb heap in use after a collection at the end
 * @param gcCount collections while measuring
 * @param allocatedBytesPerToken bytes allocated by all threads, for one that the run counts
 * @param clientLagP99Ms 99th percentile of how late a sleeping thread of this JVM woke up
 */
public record ProcessUsage(
    double cpuUtilizationPct,
    double cpuSeconds,
    double wallSeconds,
    int cores,
    @Nullable Double peakResidentMb,
    @Nullable Double meanResidentMb,
    String residentSource,
    double heapPeakMb,
    double heapMeanMb,
    double heapAfterGcMb,
    long gcCount,
    double gcMillis,
    double allocatedBytesPerToken,
    double clientLagP99Ms) {}
