package ryot.lab.profile;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import ryot.lab.results.ProfileResult;
import ryot.lab.results.ProfileResult.Bottleneck;
import ryot.lab.results.ProfileResult.ComponentShare;
import ryot.lab.results.ProfileResult.FunctionShare;
import ryot.lab.statistics.Interval;
import ryot.lab.statistics.Wilson;

/**
 * Samples added up: functions by self and total share, components, bottlenecks. All shares are of
 * the process's CPU time; what no sample accounts for is the JVM's own.
 */
final class StackProfile {

  /** A function is a bottleneck above this share of self time. */
  static final double FUNCTION_LIMIT = 0.25;

  /** A component is one above this share. */
  static final double COMPONENT_LIMIT = 0.35;

  private final ComponentMap map;
  private final List<Stack> stacks;
  private final double totalNanos;
  private final double unseenNanos;

  /**
   * The profile of {@code stacks}.
   *
   * @param processCpuNanos CPU time of the whole process meanwhile; samples that add up to more are
   *     believed instead
   */
  StackProfile(ComponentMap map, List<Stack> stacks, double processCpuNanos) {
    this.map = map;
    this.stacks = stacks;
    double sampled = stacks.stream().mapToDouble(Stack::weightNanos).sum();
    this.totalNanos = Math.max(sampled, processCpuNanos);
    this.unseenNanos = totalNanos - sampled;
  }

  int samples() {
    return stacks.size();
  }

  /** The {@code most} functions with the largest self time, and those with the largest total. */
  List<FunctionShare> functions(int most) {
    Map<String, Double> self = new HashMap<>();
    Map<String, Double> total = new HashMap<>();
    Map<String, String> components = new HashMap<>();
    for (Stack stack : stacks) {
      if (stack.frames().isEmpty()) {
        continue;
      }
      Frame running = map.running(stack);
      self.merge(running.name(), (double) stack.weightNanos(), Double::sum);
      Set<String> seen = new LinkedHashSet<>();
      for (Frame frame : stack.frames()) {
        seen.add(frame.name());
        components.computeIfAbsent(frame.name(), name -> map.of(new Stack(List.of(frame), 0)));
      }
      for (String name : seen) {
        total.merge(name, (double) stack.weightNanos(), Double::sum);
      }
      components.put(running.name(), map.of(stack));
    }
    Set<String> chosen = new LinkedHashSet<>(largest(self, most));
    return chosen.stream()
        .map(
            name -> {
              double share = self.getOrDefault(name, 0.0) / totalNanos;
              return new FunctionShare(
                  name,
                  components.getOrDefault(name, ComponentMap.UNKNOWN),
                  share,
                  interval(share),
                  total.getOrDefault(name, 0.0) / totalNanos);
            })
        .toList();
  }

  /** Every component with a share, the largest first; the shares add up to 1. */
  List<ComponentShare> components() {
    Map<String, Double> weights = new LinkedHashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    for (Stack stack : stacks) {
      String component = map.of(stack);
      weights.merge(component, (double) stack.weightNanos(), Double::sum);
      counts.merge(component, 1, Integer::sum);
    }
    if (unseenNanos > 0) {
      weights.merge(ComponentMap.JVM, unseenNanos, Double::sum);
    }
    return largest(weights, Integer.MAX_VALUE).stream()
        .map(
            name -> {
              double share = weights.getOrDefault(name, 0.0) / totalNanos;
              return new ComponentShare(
                  name, map.what(name), share, interval(share), counts.getOrDefault(name, 0));
            })
        .toList();
  }

  /** Functions above a quarter of self time and components above 35 % of the total. */
  List<Bottleneck> bottlenecks() {
    List<Bottleneck> functions =
        functions(Integer.MAX_VALUE).stream()
            .filter(function -> function.self() > FUNCTION_LIMIT)
            .map(
                function ->
                    bottleneck(
                        "function",
                        function.function(),
                        function.self(),
                        function.selfInterval(),
                        FUNCTION_LIMIT,
                        map.what(function.component())))
            .toList();
    List<Bottleneck> components =
        components().stream()
            .filter(component -> component.share() > COMPONENT_LIMIT)
            .map(
                component ->
                    bottleneck(
                        "component",
                        component.component(),
                        component.share(),
                        component.interval(),
                        COMPONENT_LIMIT,
                        component.what()))
            .toList();
    return java.util.stream.Stream.concat(functions.stream(), components.stream()).toList();
  }

  /** Whether so many samples can say that there is no bottleneck. */
  boolean enoughSamples() {
    return stacks.size() >= ProfileResult.SAMPLES_NEEDED;
  }

  /** Stacks root first, separated by semicolons, each with its CPU time in microseconds. */
  String collapsed() {
    Map<String, Long> lines = new TreeMap<>();
    for (Stack stack : stacks) {
      StringBuilder line = new StringBuilder();
      for (Frame frame : stack.frames().reversed()) {
        line.append(line.isEmpty() ? "" : ";").append(frame.name().replace(';', ':'));
      }
      lines.merge(
          line.isEmpty() ? "[" + ComponentMap.UNKNOWN + "]" : line.toString(),
          stack.weightNanos() / 1000,
          Long::sum);
    }
    StringBuilder text = new StringBuilder();
    lines.forEach((line, micros) -> text.append(line).append(' ').append(micros).append('\n'));
    return text.toString();
  }

  private Interval interval(double share) {
    return Wilson.interval(share, stacks.size());
  }

  private static Bottleneck bottleneck(
      String kind, String name, double share, Interval interval, double limit, String what) {
    Double lower = interval.lower();
    return new Bottleneck(kind, name, share, interval, limit, lower != null && lower > limit, what);
  }

  private static List<String> largest(Map<String, Double> weights, int most) {
    return weights.entrySet().stream()
        .sorted(
            Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(most)
        .map(Map.Entry::getKey)
        .toList();
  }
}
