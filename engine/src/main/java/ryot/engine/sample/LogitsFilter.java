package ryot.engine.sample;

import java.util.ArrayList;
import java.util.List;

/**
 * One step between logits and draw: narrows the candidates or rescales them. Keeps at least one.
 */
interface LogitsFilter {

  void apply(Candidates candidates);

  /** The filters that {@code options} switch on, in their documented order. */
  static List<LogitsFilter> chain(SamplingOptions options) {
    List<LogitsFilter> filters = new ArrayList<>();
    if (options.topK() > 0) {
      filters.add(new TopK(options.topK()));
    }
    if (options.topP() < 1) {
      filters.add(new TopP(options.topP()));
    }
    if (options.minP() > 0) {
      filters.add(new MinP(options.minP()));
    }
    if (options.temperature() != 1) {
      filters.add(new Temperature(options.temperature()));
    }
    return List.copyOf(filters);
  }

  /** Keeps the {@code k} highest logits; of equal ones the lowest ids. */
  record TopK(int k) implements LogitsFilter {
    @Override
    public void apply(Candidates candidates) {
      candidates.keepHighest(k);
    }
  }

  /**
   * Keeps the fewest most likely tokens whose probabilities together reach {@code mass} (nucleus
   * sampling, Holtzman et al. 2020, section 3.1).
   */
  record TopP(float mass) implements LogitsFilter {
    @Override
    public void apply(Candidates candidates) {
      candidates.keepMass(mass);
    }
  }

  /**
   * Keeps the tokens at least {@code share} times as likely as the likeliest (Nguyen et al. 2024).
   * A ratio of probabilities is a difference of logits, so that no softmax is needed.
   */
  record MinP(float share) implements LogitsFilter {
    @Override
    public void apply(Candidates candidates) {
      candidates.keepFrom(candidates.highest() + (float) Math.log(share));
    }
  }

  /** Divides the logits: below 1 the likely become likelier, above 1 the unlikely do. */
  record Temperature(float temperature) implements LogitsFilter {
    @Override
    public void apply(Candidates candidates) {
      candidates.divide(temperature);
    }
  }
}
