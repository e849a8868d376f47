package ryot.cli;

import java.util.Locale;
import ryot.lab.DayProgress;

/**
 * Shows how a day goes: a line that stays for each finished stage, and on a terminal a live bar
 * with the last reading below it.
 */
final class DayDisplay implements DayProgress, AutoCloseable {

  private final StatusLine status;
  private long stageNanos;

  DayDisplay(Terminal terminal) {
    this.status = new StatusLine(terminal);
  }

  @Override
  public void stageStarted(Stage stage) {
    stageNanos = System.nanoTime();
    if (status.live()) {
      status.draw(place(stage) + stage.title());
    } else {
      status.milestone(place(stage) + stage.title() + " ...");
    }
  }

  @Override
  public void advanced(Stage stage, Step step) {
    double fraction = step.goal() > 0 ? (double) step.done() / step.goal() : 0;
    StringBuilder line = new StringBuilder(place(stage));
    line.append(Bar.of(fraction)).append(' ').append(step.phase());
    if (!step.series().isEmpty()) {
      line.append(' ').append(step.series());
    }
    line.append(String.format(Locale.ROOT, " %d/%d", step.done(), step.goal()));
    if (!Double.isNaN(step.reading())) {
      line.append(String.format(Locale.ROOT, "  %.1f ms", step.reading()));
    }
    if (!Double.isNaN(step.rate())) {
      line.append("  ").append(Figures.rate(step.rate())).append(' ').append(step.rateUnit());
    }
    status.draw(line.toString());
  }

  @Override
  public void stageFinished(Stage stage, String outcome) {
    double seconds = (System.nanoTime() - stageNanos) / 1e9;
    status.milestone(
        "%s%s: %s (%s)".formatted(place(stage), stage.title(), outcome, Figures.duration(seconds)));
  }

  @Override
  public void close() {
    status.close();
  }

  private static String place(Stage stage) {
    return "[" + stage.index() + "/" + stage.count() + "] ";
  }
}
