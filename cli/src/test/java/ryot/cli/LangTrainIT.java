package ryot.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ryot.lang.zstd.ZstdDictionary;

/** {@code ryot lang train --force} that does not come to its end: the older file stays whole. */
class LangTrainIT {

  private static final String OLDER = "what was learnt before";

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private Path learnt;

  @BeforeEach
  void writeOlder() throws IOException {
    learnt = Files.writeString(folder.resolve("own"), OLDER);
  }

  @Test
  void aSignalDuringTrainingKeepsTheOlderFile() throws Exception {
    CliProcess process =
        CliProcess.start(
            folder, "lang", "train", "--framed", "/dev/stdin", "-o", learnt.toString(), "--force");
    // More than a pipe holds: once it is written, all but the last of it was read.
    process.write(framed(20_000));
    Cli.Outcome outcome = process.type("").signal("TERM").finish();
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(143);
    assertThat(outcome.err()).isEqualTo("ryot: interrupted\n");
    assertThat(learnt).hasContent(OLDER);
    assertThat(folder.resolve("own.part")).doesNotExist();
  }

  @Test
  void anInterruptWhileWritingKeepsTheOlderFile() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Conversion.writePrivately(learnt, new byte[1 << 20]))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(learnt).hasContent(OLDER);
    assertThat(folder.resolve("own.part")).doesNotExist();
  }

  @Test
  void whoIsKilledWhileWritingLeavesTheOlderFileOrTheNewOne() throws Exception {
    String messages = Files.write(folder.resolve("messages"), framed(3_000)).toString();
    String to = learnt.toString();
    String[] train = {"lang", "train", "--dictionary", "--framed", messages, "-o", to, "--force"};
    CliProcess process = CliProcess.start(folder, train);
    Path part = folder.resolve("own.part");
    while (process.isAlive() && Files.notExists(part)) {
      Thread.onSpinWait();
    }
    process.kill();
    byte[] left = Files.readAllBytes(learnt);
    if (!Arrays.equals(left, OLDER.getBytes(UTF_8))) {
      assertThat(ZstdDictionary.of(left).content()).isEqualTo(left);
    }
    Cli.Outcome again = Cli.run(train);
    assertThat(again.code()).as(again.err()).isZero();
    byte[] whole = Files.readAllBytes(learnt);
    assertThat(ZstdDictionary.of(whole).content()).isEqualTo(whole);
    assertThat(part).doesNotExist();
  }

  private static byte[] framed(int count) {
    ByteBuffer records = ByteBuffer.allocate(count * 200).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      String message =
          "Question %d: which of the %d trees is meant? {\"answer\": \"the one before\"}\n"
              .formatted(i, i * 7919 % 1000);
      records.putInt(message.length()).put(message.getBytes(UTF_8));
    }
    return Arrays.copyOf(records.array(), records.position());
  }
}
