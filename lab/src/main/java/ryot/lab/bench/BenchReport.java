package ryot.lab.bench;

import java.util.List;
import ryot.engine.cache.KvType;

/**
 * All that a bench found.
 *
 * @param subject the model
 * @param kvType how keys and values were stored
 * @param cpu the processor
 * @param revision the commit that measured
 * @param results in the order of the tests
 */
public record BenchReport(
    BenchSubject subject, KvType kvType, String cpu, String revision, List<BenchResult> results) {

  /** Copies the results. */
  public BenchReport {
    results = List.copyOf(results);
  }
}
