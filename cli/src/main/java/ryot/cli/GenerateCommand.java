package ryot.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ryot.engine.Engine;
import ryot.engine.chat.ChatMessage;
import ryot.engine.chat.ChatTemplate;
import ryot.engine.generate.Generation;
import ryot.engine.generate.Sequence;
import ryot.engine.tokenizer.Tokenizer;

/** {@code ryot generate}: one answer. */
@Command(
    name = "generate",
    description = {
      "Answer a prompt: the text is streamed to standard output, its speed told on standard error.",
      "",
      "An instruct model gets the prompt as a user's message, in the model's own chat format, and"
          + " answers it. With --raw, or if the model has no chat template, the text is continued"
          + " instead, and control tokens written in it count."
    },
    footer = {
      "  ./ryot generate \"Why is the sky blue?\"",
      "  ./ryot generate --temperature 0 --max-tokens 40 \"Name three rivers in Europe.\"",
      "  git diff | ./ryot generate --system \"Summarise this change in one sentence.\" -",
      "  ./ryot generate --vault ~/vault --system \"$(cat handbook.md)\" \"What does it say?\"",
      "  ./ryot generate --raw --model base.gguf --stop . \"Once upon a time\"",
    })
final class GenerateCommand implements Callable<Integer> {

  private final Terminal terminal;
  private final Interrupts interrupts;

  @Parameters(
      arity = "1..*",
      paramLabel = "PROMPT",
      description = "The prompt; - reads it from standard input.")
  private List<String> prompt = List.of();

  @Mixin private final ModelChoice model = new ModelChoice();
  @Mixin private final SamplingFlags sampling = new SamplingFlags();

  @Option(
      names = "--system",
      paramLabel = "TEXT",
      description = "What the model is to be told first.")
  private @Nullable String system;

  @Option(names = "--raw", description = "Continue the text as it is, without the chat format.")
  private boolean raw;

  @Mixin private final EngineFlags engineFlags = new EngineFlags();
  @Mixin private final RecallFlags recall = new RecallFlags();

  GenerateCommand(Terminal terminal, Interrupts interrupts) {
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (raw && system != null) {
      throw new IllegalArgumentException(
          "--system belongs to the chat format, which --raw leaves out: give one of them");
    }
    Path file = model.file(terminal);
    String text =
        prompt.equals(List.of("-")) ? terminal.readAll(interrupts) : String.join(" ", prompt);
    try (RecallFlags.Recalling open =
            recall.open(file, engineFlags.options(), terminal, interrupts);
        Sequence sequence = open.engine().newSequence()) {
      Engine engine = open.engine();
      int[] tokens = encode(engine, text);
      long submitted = System.nanoTime();
      try (Generation generation = engine.submit(sequence, sampling.request(tokens))) {
        report(new AnswerStream(terminal).write(generation, submitted));
      }
    }
    return ExitCode.OK;
  }

  private int[] encode(Engine engine, String text) {
    Tokenizer tokenizer = EngineFlags.tokenizer(engine);
    Optional<String> source = engine.chatTemplateSource();
    if (raw || source.isEmpty()) {
      return withBos(tokenizer, tokenizer.encode(text, true));
    }
    List<ChatMessage> messages = new ArrayList<>();
    if (system != null) {
      messages.add(ChatMessage.system(system));
    }
    messages.add(ChatMessage.user(text));
    return ChatTemplate.detect(source, tokenizer).encode(messages, true);
  }

  private static int[] withBos(Tokenizer tokenizer, int[] tokens) {
    if (!tokenizer.vocabulary().addsBos()) {
      return tokens;
    }
    int[] all = new int[tokens.length + 1];
    all[0] = tokenizer.vocabulary().bos().orElseThrow();
    System.arraycopy(tokens, 0, all, 1, tokens.length);
    return all;
  }

  private void report(AnswerStream.Answer answer) {
    terminal
        .err()
        .println(
            terminal.faint(
                "[%s; prompt of %s tokens%s; seed %d%s]"
                    .formatted(
                        answer.speed(),
                        Figures.count(answer.usage().promptTokens()),
                        answer.restored(),
                        sampling.options().seed(),
                        answer.ending())));
  }
}
