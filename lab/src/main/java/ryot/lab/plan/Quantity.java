package ryot.lab.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a target is about. */
public enum Quantity {
  @JsonProperty("latency_mean")
  LATENCY_MEAN,
  @JsonProperty("latency_median")
  LATENCY_MEDIAN,
  @JsonProperty("latency_p95")
  LATENCY_P95,
  @JsonProperty("latency_p99")
  LATENCY_P99,
  @JsonProperty("throughput")
  THROUGHPUT,
  /** Bytes in over bytes out, the mean of all batches. */
  @JsonProperty("ratio")
  RATIO,
  @JsonProperty("peak_memory")
  PEAK_MEMORY
}
