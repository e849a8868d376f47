package ryot.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ryot.lab.codec.CodecBench;
import ryot.lab.codec.MessageSet;
import ryot.lang.Codec;
import ryot.lang.Model;
import ryot.lang.model.TokenTables;
import ryot.lang.model.TokenTrainer;
import ryot.lang.token.TrainingText;
import ryot.lang.wire.Sigma;
import ryot.lang.wire.TokenModel;
import ryot.lang.zstd.DictionaryTrainer;
import ryot.lang.zstd.ZstdDictionary;

/** {@code ryot lang train}: learns from a user's own messages. */
@Command(
    name = "train",
    description = {
      "Learn tables for the token tier, or a Zstandard dictionary, from your own messages, and report"
          + " what they gain on every tenth message, which is kept out of the training.",
      "",
      "What is learnt holds pieces of the messages word for word and is as CONFIDENTIAL as they are:"
          + " the file is readable by you alone (mode 600); keep one for each tenant, never share it"
          + " across a trust boundary, and do not lose it, as what it coded needs it."
    },
    footer = {
      "  ./ryot lang train --framed messages.bin -o mine.tables",
      "  ./ryot lang train --order 2 --framed messages.bin -o mine.tables",
      "  ./ryot lang train --dictionary --chunk 2048 logs/*.txt -o mine.dict",
      "  ./ryot lang bench --framed messages.bin --tables mine.tables",
    })
final class LangTrainCommand implements Callable<Integer> {

  private static final int HELD_OUT_EACH = 10;
  private static final int TEXT_BYTES_MAX = 160 << 20;
  private static final int MESSAGES_MIN = 20;

  private final Terminal terminal;

  @Mixin private final LangMessages messages = new LangMessages();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      required = true,
      description = "Where the tables or the dictionary go.")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path out;

  @Option(
      names = "--dictionary",
      description = "Learn a Zstandard dictionary of 110 KiB instead of tables: seconds.")
  private boolean dictionary;

  @Option(
      names = "--order",
      paramLabel = "N",
      description =
          "How many tokens before choose what may follow: 1 (default), or 2, which makes tables of"
              + " two to four times the size, a few percent shorter messages, and takes longer.")
  private int order = 1;

  @Option(names = "--force", description = "Replace a file that is there.")
  private boolean force;

  LangTrainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (order != 1 && order != 2) {
      throw new IllegalArgumentException("--order is 1 or 2, not " + order);
    }
    if (dictionary && order != 1) {
      throw new IllegalArgumentException("--order is of tables; a --dictionary has none");
    }
    Conversion.requireFree(out, force);
    MessageSet all = messages.read();
    if (all.messages().size() < MESSAGES_MIN) {
      throw new IllegalArgumentException(
          "there are "
              + all.messages().size()
              + " messages, and it takes "
              + MESSAGES_MIN
              + " to learn and to check; cut longer text with --chunk 1024");
    }
    List<byte[]> training = new ArrayList<>();
    List<byte[]> heldOut = new ArrayList<>();
    for (int i = 0; i < all.messages().size(); i++) {
      (i % HELD_OUT_EACH == HELD_OUT_EACH - 1 ? heldOut : training).add(all.messages().get(i));
    }
    byte[] file = dictionary ? trainDictionary(training) : trainTables(training);
    Conversion.writePrivately(out, file);
    report(new MessageSet(heldOut), file);
    return ExitCode.OK;
  }

  private byte[] trainTables(List<byte[]> training) {
    TrainingText text = new TrainingText(TEXT_BYTES_MAX);
    int group = 0;
    while (group < training.size() && text.add(group, training.get(group))) {
      group++;
    }
    notAll(group, training.size());
    try (StatusLine status = new StatusLine(terminal)) {
      TokenTrainer.Options options = TokenTrainer.Options.forText(text.size()).withOrder(order);
      return new TokenTrainer(options, status::draw).train(text);
    }
  }

  private byte[] trainDictionary(List<byte[]> training) {
    DictionaryTrainer trainer = new DictionaryTrainer();
    int taken = 0;
    while (taken < training.size() && trainer.add(training.get(taken))) {
      taken++;
    }
    notAll(taken, training.size());
    return trainer.train().content();
  }

  private void notAll(int taken, int messages) {
    if (taken < messages) {
      terminal
          .err()
          .printf(
              Locale.ROOT,
              "the first %s of %s messages fill the training's memory; the others are left out%n",
              Figures.count(taken),
              Figures.count(messages));
    }
  }

  private void report(MessageSet heldOut, byte[] file) {
    Model own = dictionary ? ZstdDictionary.of(file) : TokenModel.of(TokenTables.read(file));
    Sigma standard = Sigma.standard();
    double before = ratio(heldOut, standard.messages(Set.of(own.tier())));
    double after = ratio(heldOut, standard.with(own).agreeing().messages(Set.of(own.tier())));
    terminal
        .out()
        .printf(
            Locale.ROOT,
            "%s: %s, model %s%n%s messages held out: %.3f:1 with what ships, %.3f:1 with this"
                + " (%+.1f %%)%n",
            out,
            Figures.size(file.length),
            own.id(),
            Figures.count(heldOut.messages().size()),
            before,
            after,
            100 * (after / before - 1));
  }

  private static double ratio(MessageSet set, Codec codec) {
    return new CodecBench(set, 0).measure(codec.name(), codec).ratio();
  }
}
