package ryot.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ryot.lang.model.TokenTables;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code ryot lang}: files and pipes there and back, figures, and training. */
class LangCommandsTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(value = LangTier.class, names = "neural", mode = EnumSource.Mode.EXCLUDE)
  void aFileGoesThereAndBack(LangTier tier) throws IOException {
    Path file = Files.write(folder.resolve("chat.txt"), text(200_000));
    Cli.Outcome there = Cli.run("lang", "compress", file.toString(), "--tier", tier.name());
    assertThat(there.code()).as(there.err()).isZero();
    assertThat(there.out()).isEmpty();
    assertThat(there.err()).contains("200.0 kB to ", ":1): ", "chat.txt.sigma");
    Files.delete(file);
    Cli.Outcome back = Cli.run("lang", "decompress", file + ".sigma");
    assertThat(back.code()).as(back.err()).isZero();
    assertThat(Files.readAllBytes(file)).isEqualTo(text(200_000));
  }

  @Test
  void aPipeGoesThere() {
    Cli.Outcome outcome = Cli.runWithInput("Hello, hello, hello.", "lang", "compress");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("L1");
    assertThat(outcome.err()).startsWith("20 B to ");
  }

  @Test
  void aFileThatIsThereIsKept() throws IOException {
    Path file = Files.write(folder.resolve("a"), text(100));
    Files.writeString(folder.resolve("a.sigma"), "precious");
    Cli.Outcome outcome = Cli.run("lang", "compress", file.toString());
    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err()).startsWith("ryot: already there: ").contains("a.sigma");
    assertThat(folder.resolve("a.sigma")).hasContent("precious");
    assertThat(Cli.run("lang", "compress", file.toString(), "--force").code()).isZero();
  }

  @Test
  void whoIsInterruptedLeavesNoFileAndReplacesNone() throws IOException {
    Path file = Files.write(folder.resolve("a"), text(100));
    Path packed = Files.writeString(folder.resolve("a.sigma"), "precious");
    Thread.currentThread().interrupt();
    Cli.Outcome outcome = Cli.run("lang", "compress", file.toString(), "--force");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err()).isEqualTo("ryot: interrupted\n");
    assertThat(packed).hasContent("precious");
    assertThat(folder.resolve("a.sigma.part")).doesNotExist();
  }

  @Test
  void whatIsDamagedIsSaidAndLeavesNoFile() throws IOException {
    Path file = Files.write(folder.resolve("b"), text(5_000));
    assertThat(Cli.run("lang", "compress", file.toString()).code()).isZero();
    Path packed = folder.resolve("b.sigma");
    byte[] bytes = Files.readAllBytes(packed);
    bytes[bytes.length / 2] ^= 1;
    Files.write(packed, bytes);
    Files.delete(file);
    Cli.Outcome outcome = Cli.run("lang", "decompress", packed.toString());
    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err()).startsWith("ryot: ").doesNotContain("unexpected").hasLineCount(1);
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(packed));
  }

  @Test
  void benchGivesEachCodecItsFigures() throws IOException {
    Path file = Files.write(folder.resolve("c"), text(20_000));
    Cli.Outcome outcome =
        Cli.run("lang", "bench", "--json", "--seconds", "0", "--chunk", "1024", file.toString());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode array = JsonMapper.shared().readTree(outcome.out());
    assertThat(array.valueStream().map(row -> row.get("codec").asString()))
        .containsExactly(
            "token",
            "stream",
            "auto",
            "stored",
            "zstd-3",
            "zstd-19",
            "zstd-3-dict",
            "zstd-19-dict",
            "lz4",
            "deflate-6");
    assertThat(array.valueStream())
        .allSatisfy(
            row -> {
              assertThat(row.propertyNames())
                  .containsExactly(
                      "codec",
                      "ratio",
                      "compress_mb_s",
                      "decompress_mb_s",
                      "messages",
                      "bytes_in",
                      "bytes_out",
                      "verified");
              assertThat(row.get("messages").asInt()).isEqualTo(19);
              assertThat(row.get("bytes_in").asInt()).isEqualTo(19 * 1024);
              assertThat(row.get("ratio").asDouble())
                  .isEqualTo(19 * 1024.0 / row.get("bytes_out").asInt());
              assertThat(row.get("compress_mb_s").asDouble()).isPositive();
              assertThat(row.get("decompress_mb_s").asDouble()).isPositive();
              assertThat(row.get("verified").asBoolean()).isTrue();
            });
  }

  @Test
  void benchReadsRecordsAndPrintsATable() throws IOException {
    Cli.Outcome outcome =
        Cli.run(
            "lang",
            "bench",
            "--framed",
            "--seconds",
            "0",
            "--codecs",
            "auto,lz4",
            framed(12).toString());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).startsWith("12 messages, ").contains("codec", "auto", "verified");
  }

  @Test
  void aFileWithoutRecordsIsSaidToBeNone() throws IOException {
    Path file = Files.write(folder.resolve("e"), text(1_000));
    Cli.Outcome outcome = Cli.run("lang", "bench", "--framed", file.toString());
    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err()).contains("at byte 0", "without --framed");
  }

  @Test
  void aCodecThatIsNotThereIsSaidTogetherWithThoseThatAre() throws IOException {
    Cli.Outcome outcome = Cli.run("lang", "bench", "--codecs", "brotli", framed(3).toString());
    assertThat(outcome.err()).contains("no codec 'brotli'", "token, stream, auto");
  }

  @Test
  void aDictionaryOfOnesOwnIsLearntKeptPrivateAndUsed() throws IOException {
    Path dictionary = folder.resolve("own.dict");
    Cli.Outcome trained =
        Cli.run(
            "lang",
            "train",
            "--dictionary",
            "--framed",
            framed(3_000).toString(),
            "-o",
            dictionary.toString());
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.out()).contains("300 messages held out", "with what ships");
    if (dictionary.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertThat(Files.getPosixFilePermissions(dictionary))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
    assertThat(
            Cli.run(
                    "lang",
                    "bench",
                    "--seconds",
                    "0",
                    "--codecs",
                    "stream",
                    "--framed",
                    framed(9).toString(),
                    "--dictionary",
                    dictionary.toString())
                .code())
        .isZero();
  }

  @Test
  void tablesOfOnesOwnAreLearntInPlaceOfOlderOnesAndUsed() throws IOException {
    Path tables = Files.writeString(folder.resolve("own.tables"), "older");
    String messages = framed(300).toString();
    String to = tables.toString();
    Cli.Outcome refused = Cli.run("lang", "train", "--framed", messages, "-o", to);
    assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
    assertThat(tables).hasContent("older");
    Cli.Outcome trained = Cli.run("lang", "train", "--framed", messages, "-o", to, "--force");
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.out()).contains("30 messages held out", "with what ships");
    assertThat(folder.resolve("own.tables.part")).doesNotExist();
    Cli.Outcome used =
        Cli.run(
            "lang",
            "bench",
            "--seconds",
            "0",
            "--codecs",
            "token",
            "--framed",
            framed(9).toString(),
            "--tables",
            to);
    assertThat(used.code()).as(used.err()).isZero();
    assertThat(used.out()).contains("token", "verified");
  }

  @Test
  void tablesOfOrderTwoAreLearntOnRequestAndUsed() throws IOException {
    String messages = framed(300).toString();
    String to = folder.resolve("two.tables").toString();
    Cli.Outcome trained = Cli.run("lang", "train", "--order", "2", "--framed", messages, "-o", to);
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(TokenTables.read(Files.readAllBytes(Path.of(to))).order()).isEqualTo(2);
    Path file = Files.write(folder.resolve("d"), text(20_000));
    assertThat(Cli.run("lang", "compress", file.toString(), "--tables", to).code()).isZero();
    Files.delete(file);
    Cli.Outcome back = Cli.run("lang", "decompress", file + ".sigma", "--tables", to);
    assertThat(back.code()).as(back.err()).isZero();
    assertThat(file).hasBinaryContent(text(20_000));
  }

  @Test
  void anOrderThatIsNotIsRefusedBeforeAnythingIsRead() {
    Cli.Outcome third = Cli.run("lang", "train", "--order", "3", "none", "-o", folder + "/t");
    assertThat(third.err()).contains("--order is 1 or 2, not 3");
    Cli.Outcome dictionary =
        Cli.run("lang", "train", "--order", "2", "--dictionary", "none", "-o", folder + "/t");
    assertThat(dictionary.err()).contains("--order is of tables");
  }

  @Test
  void fewMessagesTeachNothing() throws IOException {
    Cli.Outcome outcome =
        Cli.run("lang", "train", "--framed", framed(5).toString(), "-o", folder + "/t");
    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err()).contains("5 messages", "--chunk 1024");
    assertThat(folder.resolve("t")).doesNotExist();
  }

  private Path framed(int count) throws IOException {
    ByteBuffer records = ByteBuffer.allocate(count * 220).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      byte[] message = java.util.Arrays.copyOfRange(text(40 * i + 200), 40 * i, 40 * i + 200);
      records.putInt(message.length).put(message);
    }
    return Files.write(
        folder.resolve("framed" + count),
        java.util.Arrays.copyOf(records.array(), records.position()));
  }

  private static byte[] text(int length) {
    StringBuilder text = new StringBuilder();
    SplittableRandom random = new SplittableRandom(7);
    while (text.length() < length) {
      text.append("Question ")
          .append(random.nextInt(10_000))
          .append(": which tree is meant? ")
          .append(random.nextBoolean() ? "The one before.\n" : "{\"answer\": null}\n");
    }
    return text.substring(0, length).getBytes(UTF_8);
  }
}
