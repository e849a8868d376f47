package ryot.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.TerminalBuilder;

/** What a person types in a chat, line by line. */
interface Questions extends AutoCloseable {

  /**
   * The next line; empty at the end.
   *
   * @throws InterruptedException if Ctrl-C was typed instead
   */
  Optional<String> next() throws IOException, InterruptedException;

  @Override
  void close() throws IOException;

  /** Lines that are typed, with editing and history, or that come from a pipe. */
  static Questions of(Terminal terminal, Interrupts interrupts) throws IOException {
    if (terminal.inIsTerminal() && terminal.outIsTerminal()) {
      Typed typed = Typed.open();
      // where a container's terminal has no size, nothing can be edited
      if (typed.screen.getSize().getColumns() > 0) {
        return typed;
      }
      typed.close();
    }
    return new Piped(terminal, interrupts);
  }

  /** Lines from a pipe or a file. */
  final class Piped implements Questions {

    private final BufferedReader lines;
    private final Interrupts interrupts;

    private Piped(Terminal terminal, Interrupts interrupts) {
      this.lines = new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8));
      this.interrupts = interrupts;
    }

    @Override
    public Optional<String> next() throws IOException {
      try (Interrupts.Scope _ = interrupts.whileReading()) {
        return Optional.ofNullable(lines.readLine());
      }
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

  /** Lines that are typed. */
  final class Typed implements Questions {

    private final org.jline.terminal.Terminal screen;
    private final LineReader reader;

    private Typed(org.jline.terminal.Terminal screen, LineReader reader) {
      this.screen = screen;
      this.reader = reader;
    }

    private static Typed open() throws IOException {
      org.jline.terminal.Terminal screen =
          TerminalBuilder.builder().system(true).encoding(StandardCharsets.UTF_8).build();
      LineReader reader =
          LineReaderBuilder.builder()
              .terminal(screen)
              .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
              .build();
      return new Typed(screen, reader);
    }

    @Override
    public Optional<String> next() throws InterruptedException {
      try {
        return Optional.of(reader.readLine("> "));
      } catch (EndOfFileException e) {
        return Optional.empty();
      } catch (UserInterruptException e) {
        InterruptedException interrupted = new InterruptedException("Ctrl-C was typed");
        interrupted.initCause(e);
        throw interrupted;
      }
    }

    @Override
    public void close() throws IOException {
      screen.close();
    }
  }
}
