package ryot.lab;

import java.nio.file.Path;
import java.util.List;
import ryot.lab.results.DayReport;

/**
 * How a day ended.
 *
 * @param report everything that was found
 * @param summary the Markdown file for a reader
 * @param files all files of the day, in their places
 * @param consoleSummary a short plain-text summary for a terminal
 */
public record DayOutcome(DayReport report, Path summary, List<Path> files, String consoleSummary) {

  public DayOutcome {
    files = List.copyOf(files);
  }
}
