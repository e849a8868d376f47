package ryot.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class StatusLineTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private StatusLine line(boolean terminal) {
    PrintStream stream = new PrintStream(bytes, true, UTF_8);
    return new StatusLine(
        new Terminal(stream, stream, InputStream.nullInputStream(), false, terminal, false, false));
  }

  private String written() {
    return bytes.toString(UTF_8);
  }

  @Test
  void onATerminalItIsDrawnOverAndLeavesNothing() {
    try (StatusLine line = line(true)) {
      line.draw("one");
      line.draw("two");
    }
    assertThat(written()).isEqualTo("\r\u001b[Kone\r\u001b[Ktwo\r\u001b[K");
  }

  @Test
  void aMilestoneStandsAboveIt() {
    try (StatusLine line = line(true)) {
      line.draw("one");
      line.milestone("done with one");
    }
    assertThat(written()).isEqualTo("\r\u001b[Kone\r\u001b[Kdone with one\n");
  }

  @Test
  void elsewhereOnlyMilestonesAreWritten() {
    try (StatusLine line = line(false)) {
      line.draw("one");
      line.milestone("done with one");
    }
    assertThat(written()).isEqualTo("done with one\n");
  }

  @Test
  void itNeverGrowsOverTheEdge() {
    line(true).draw("ä".repeat(200));
    assertThat(written()).isEqualTo("\r\u001b[K" + "ä".repeat(78) + "…");
  }

  @Test
  void aBarFillsInEighths() {
    assertThat(Bar.of(0)).isEqualTo(" ".repeat(20));
    assertThat(Bar.of(0.5)).isEqualTo("█".repeat(10) + " ".repeat(10));
    assertThat(Bar.of(0.51)).isEqualTo("█".repeat(10) + "▏" + " ".repeat(9));
    assertThat(Bar.of(7)).isEqualTo("█".repeat(20));
  }
}
