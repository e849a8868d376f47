package ryot.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class VaultProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private Terminal terminal(boolean live) {
    PrintStream stream = new PrintStream(bytes, true, UTF_8);
    return new Terminal(stream, stream, InputStream.nullInputStream(), false, live, false, false);
  }

  @Test
  void onATerminalABarFillsAndGoes() throws IOException {
    int result =
        VaultProgress.during(
            terminal(true),
            "reading",
            progress -> {
              progress.at(5_000, 10_000);
              return 7;
            });
    assertThat(result).isEqualTo(7);
    assertThat(bytes.toString(UTF_8))
        .contains("█".repeat(10) + " ".repeat(11) + "5.0 kB of 10.0 kB, ", "/s  reading")
        .endsWith("\r\u001b[K");
  }

  @Test
  void elsewhereNothingIsWritten() throws IOException {
    VaultProgress.during(
        terminal(false),
        "reading",
        progress -> {
          progress.at(1, 2);
          progress.at(2, 2);
          return 0;
        });
    assertThat(bytes.size()).isZero();
  }

  @Test
  void itGoesAlsoWhenTheWorkFails() {
    assertThatThrownBy(
            () ->
                VaultProgress.during(
                    terminal(true),
                    "reading",
                    progress -> {
                      progress.at(0, 0);
                      throw new IOException("the disk");
                    }))
        .hasMessage("the disk");
    assertThat(bytes.toString(UTF_8)).endsWith("\r\u001b[K");
  }
}
