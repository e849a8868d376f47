package ryot.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import ryot.lab.results.DayReport;
import ryot.lab.results.ResultJson;
import ryot.lab.results.SampleDays;

/**
 * Reports of fixed numbers against files that a person has read. They are rewritten only by {@code
 * -Dryot.golden.rewrite=true}, into the source folder, and then have to be read again.
 */
class ReportGoldenTest {

  @Test
  void theSummaryReadsAsItDid() throws IOException {
    assertGolden("day1.md", MarkdownReport.render(SampleDays.good()));
  }

  @Test
  void theConsoleSummaryReadsAsItDid() throws IOException {
    assertGolden("day1.txt", ConsoleSummary.render(SampleDays.good()));
  }

  @Test
  void theJsonKeepsItsFieldsAndTheirOrder() throws IOException {
    assertGolden("run.json", ResultJson.write(SampleDays.firstToken(5, 31)));
  }

  @Test
  void aReportCanBeRebuiltFromTheJsonAlone() {
    DayReport day = SampleDays.good();
    DayReport read = ResultJson.read(ResultJson.write(day), DayReport.class);
    assertThat(MarkdownReport.render(read)).isEqualTo(MarkdownReport.render(day));
    assertThat(ConsoleSummary.render(read)).isEqualTo(ConsoleSummary.render(day));
  }

  @Test
  void aFailedBenchmarkIsSaidWhereverItMatters() {
    DayReport day =
        SampleDays.day(List.of(SampleDays.firstToken(100, 31), SampleDays.failed("exit code 134")));
    assertThat(MarkdownReport.render(day))
        .contains("**INVALID**: 1 of 4 targets met, 1 of 2 benchmarks FAILED TO RUN")
        .contains("did not run to its end")
        .contains("exit code 134")
        .contains("not established: needs 459 samples, has 100");
    assertThat(ConsoleSummary.render(day))
        .contains("TokenGenerationBenchmark failed: exit code 134");
  }

  @Test
  void theConsoleSummaryFitsAHundredColumns() {
    assertThat(ConsoleSummary.render(SampleDays.good()).lines())
        .allMatch(line -> line.length() <= 100);
  }

  private static void assertGolden(String name, String actual) throws IOException {
    if (Boolean.getBoolean("ryot.golden.rewrite")) {
      Path file = Path.of("src", "test", "resources", "golden", "report", name);
      Files.createDirectories(file.resolveSibling(""));
      Files.writeString(file, actual);
      return;
    }
    String resource = "/golden/report/" + name;
    try (InputStream in =
        Objects.requireNonNull(ReportGoldenTest.class.getResourceAsStream(resource), resource)) {
      assertThat(actual).isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
