package ryot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class TokenDisplayTest {

  private static Terminal terminal() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true);
    return new Terminal(
        nowhere, nowhere, InputStream.nullInputStream(), false, false, false, false);
  }

  @Test
  void whoIsInterruptedStopsAtTheNextStepOfTheModel() {
    try (TokenDisplay display = new TokenDisplay(terminal())) {
      display.accept(64);
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> display.accept(64)).hasCauseInstanceOf(InterruptedIOException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
