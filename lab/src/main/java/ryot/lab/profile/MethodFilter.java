package ryot.lab.profile;

import java.util.stream.Collectors;

/** The methods whose calls are counted: the boundaries between components, one a line in a file. */
final class MethodFilter {

  private static final String RESOURCE = "/ryot/lab/counted-methods.txt";

  private MethodFilter() {}

  /** In the form that {@code jdk.MethodTiming#filter} takes. */
  static String read() {
    return LabResource.text(RESOURCE)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .collect(Collectors.joining(";"));
  }
}
