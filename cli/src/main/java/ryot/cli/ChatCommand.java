package ryot.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ryot.engine.Engine;
import ryot.engine.chat.ChatMessage;
import ryot.engine.chat.ChatTemplate;
import ryot.engine.chat.Conversation;
import ryot.engine.generate.Generation;
import ryot.engine.generate.PromptTooLongException;
import ryot.engine.generate.Sequence;
import ryot.engine.tokenizer.Tokenizer;

/** {@code ryot chat}: a conversation, of which only what is new is computed. */
@Command(
    name = "chat",
    description = {
      "Talk with a model. What was said stays in the engine's cache, and only what is new is"
          + " computed; after each answer a line tells how fast it came.",
      "",
      "Ctrl-C stops an answer, a second one leaves. Ctrl-D or /exit ends, /reset starts anew, /help"
          + " shows the commands. Lines from a pipe are answered one by one.",
      "",
      "Ryot speaks the ChatML format; for a model with another one, 'generate --raw' continues text"
          + " as it is."
    },
    footer = {
      "  ./ryot chat",
      "  ./ryot chat --vault ~/vault",
      "  ./ryot chat --system \"You are a pirate.\" --temperature 0.5",
      "  printf 'Hello!\\nWhat did I just say?\\n' | ./ryot chat --temperature 0",
    })
final class ChatCommand implements Callable<Integer> {

  private static final String HELP =
      """
      /reset   forget the conversation and start anew
      /exit    leave (so does Ctrl-D)
      /help    this
      Ctrl-C   stop the answer""";

  private final Terminal terminal;
  private final Interrupts interrupts;

  @Mixin private final ModelChoice model = new ModelChoice();

  @Option(
      names = "--system",
      paramLabel = "TEXT",
      description = "What the model is to be told first.")
  private @Nullable String system;

  @Mixin private final SamplingFlags sampling = new SamplingFlags();
  @Mixin private final EngineFlags engineFlags = new EngineFlags();
  @Mixin private final RecallFlags recall = new RecallFlags();

  ChatCommand(Terminal terminal, Interrupts interrupts) {
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path file = model.file(terminal);
    try (RecallFlags.Recalling open =
        recall.open(file, engineFlags.options(), terminal, interrupts)) {
      Engine engine = open.engine();
      Tokenizer tokenizer = EngineFlags.tokenizer(engine);
      ChatTemplate template = ChatTemplate.detect(engine.chatTemplateSource(), tokenizer);
      if (terminal.inIsTerminal()) {
        terminal
            .err()
            .println(
                terminal.faint(
                    "%s, %s tokens of context. /help shows the commands, Ctrl-D ends."
                        .formatted(file.getFileName(), Figures.count(engine.contextLength()))));
      }
      List<ChatMessage> opening = system == null ? List.of() : List.of(ChatMessage.system(system));
      try (Questions questions = Questions.of(terminal, interrupts)) {
        while (converse(engine, Conversation.open(template, tokenizer, opening), questions)) {
          terminal.err().println(terminal.faint("[a new conversation]"));
        }
      }
    }
    return ExitCode.OK;
  }

  /** One conversation; true if another one is wanted. */
  private boolean converse(Engine engine, Conversation conversation, Questions questions)
      throws IOException, InterruptedException {
    try (Sequence sequence = engine.newSequence()) {
      for (Optional<String> line = questions.next(); line.isPresent(); line = questions.next()) {
        String text = line.get().strip();
        switch (text) {
          case "" -> {}
          case "/help" -> terminal.err().println(HELP);
          case "/reset" -> {
            return true;
          }
          case "/exit", "/quit" -> {
            return false;
          }
          default -> {
            if (text.startsWith("/") && text.indexOf(' ') < 0) {
              terminal.err().println("no command " + text + "; these are:\n" + HELP);
            } else {
              answer(engine, sequence, conversation, text);
            }
          }
        }
      }
      return false;
    }
  }

  private void answer(Engine engine, Sequence sequence, Conversation conversation, String question)
      throws InterruptedException {
    int[] prompt = conversation.ask(question);
    long submitted = System.nanoTime();
    try (Generation generation = engine.submit(sequence, sampling.request(prompt));
        Interrupts.Scope _ = interrupts.reactingWith(generation::cancel)) {
      AnswerStream.Answer answer = new AnswerStream(terminal).write(generation, submitted);
      conversation.answered(answer.tokens());
      terminal.err().println(terminal.faint(statistics(answer)));
    } catch (PromptTooLongException e) {
      if (!terminal.inIsTerminal()) {
        throw e;
      }
      conversation.answered(new int[0]);
      terminal.err().println("ryot: " + e.getMessage() + " (/reset starts anew)");
    }
  }

  private static String statistics(AnswerStream.Answer answer) {
    return "[%s; %s of %s prompt tokens reused%s%s]"
        .formatted(
            answer.speed(),
            Figures.count(answer.usage().cachedTokens()),
            Figures.count(answer.usage().promptTokens()),
            answer.restored(),
            answer.ending());
  }
}
