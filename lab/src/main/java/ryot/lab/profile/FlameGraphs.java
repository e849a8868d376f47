package ryot.lab.profile;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import one.convert.Arguments;
import one.convert.FlameGraph;

/** Flame graphs: one self-contained HTML page each, drawn by async-profiler's converter. */
final class FlameGraphs {

  private FlameGraphs() {}

  /** Draws collapsed stacks, weighted in microseconds of CPU time. */
  static void draw(String collapsed, String title, Path page) throws IOException {
    Arguments arguments = new Arguments("--title", title);
    FlameGraph graph = new FlameGraph(arguments);
    graph.parseCollapsed(new StringReader(collapsed));
    try (var out = Files.newOutputStream(page)) {
      graph.dump(out);
    }
  }
}
