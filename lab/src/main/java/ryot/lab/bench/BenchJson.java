package ryot.lab.bench;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Results under the field names of llama-bench's {@code -o json}, as far as they are true here, and
 * behind them what it does not tell. {@code n_batch} is the number of tokens that go through the
 * model together: the sequences that are decoded together, or the step of a prompt.
 */
public final class BenchJson {

  private BenchJson() {}

  /** One object for each test. */
  public static String of(BenchReport report) {
    ArrayNode tests = JsonNodeFactory.instance.arrayNode();
    report.results().forEach(result -> write(report, result, tests.addObject()));
    return tests.toPrettyString();
  }

  /** One object for each reading. */
  public static String of(List<CeilingReading> readings, String cpu) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (CeilingReading reading : readings) {
      all.addObject()
          .put("cpu_info", cpu)
          .put("loops", reading.loops())
          .put("n_threads", reading.threads())
          .put("read_bytes_per_second", reading.readBytesPerSecond())
          .put("float32_operations_per_second", reading.floatOperationsPerSecond())
          .put("int8_operations_per_second", reading.byteOperationsPerSecond());
    }
    return all.toPrettyString();
  }

  private static void write(BenchReport report, BenchResult result, ObjectNode out) {
    BenchSubject subject = report.subject();
    BenchCase test = result.test();
    String kvType = report.kvType().name().toLowerCase(Locale.ROOT);
    int together =
        test.generates() ? test.sequences() : Math.min(test.promptTokens(), TokenFeed.PROMPT_STEP);
    out.put("build_commit", report.revision())
        .put("cpu_info", report.cpu())
        .put("gpu_info", "")
        .put("backends", "CPU")
        .put("model_filename", subject.label())
        .put("model_type", subject.type())
        .put("model_size", subject.sizeBytes())
        .put("model_n_params", subject.parameters())
        .put("n_batch", together)
        .put("n_ubatch", together)
        .put("n_threads", test.threads())
        .put("type_k", kvType)
        .put("type_v", kvType)
        .put("n_gpu_layers", 0)
        .put("embeddings", false)
        .put("n_prompt", test.promptTokens())
        .put("n_gen", test.generatedTokens())
        .put("n_depth", 0)
        .put("test_time", result.startedAt().toString());
    out.put("avg_ns", Math.round(result.time().mean()))
        .put("stddev_ns", Math.round(result.time().stddev()))
        .put("avg_ts", result.speed().mean())
        .put("stddev_ts", result.speed().stddev());
    result.samplesNanos().forEach(out.putArray("samples_ns")::add);
    result.tokensPerSecond().forEach(out.putArray("samples_ts")::add);
    out.put("kernels", subject.kernels());
    result.bytesPerToken().ifPresent(bytes -> out.put("bytes_per_token", Math.round(bytes)));
    result
        .readBytesPerSecond()
        .ifPresent(bytes -> out.put("memory_bytes_per_second", Math.round(bytes)));
    result.bandwidthShare().ifPresent(share -> out.put("memory_share", share));
  }
}
