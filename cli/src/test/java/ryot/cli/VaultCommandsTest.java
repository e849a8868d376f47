package ryot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ryot.vault.Vault;
import ryot.vault.seal.Credential;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code ryot vault}: there and back, keys, copies, and what is said when something is wrong. */
class VaultCommandsTest {
  @TempDir private Path folder;
  private Path vault = Path.of("");
  private Path key = Path.of("");

  @BeforeEach
  void aVault() {
    vault = folder.resolve("notes.vault");
    key = folder.resolve("notes.key");
    Cli.Outcome made = run("create");
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(made.err()).contains("made the key file", "made a vault in " + vault);
  }

  @Test
  void aKeyFileIsMadeForItsOwnersEyesAlone() throws IOException {
    assertThat(key).hasSize(32);
    if (key.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertThat(Files.getPosixFilePermissions(key))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void aTextGoesThereAndBack() throws IOException {
    Path text = Files.writeString(folder.resolve("rome.md"), "Rome: seven hills.\n");
    Cli.Outcome put =
        run("put", "rome", text.toString(), "--tag", "travel", "--meta", "lang=en", "--pin");
    assertThat(put.code()).as(put.err()).isZero();
    assertThat(put.out()).isEmpty();
    assertThat(put.err()).isEqualTo("stored rome, 19 B\n");
    assertThat(run("get", "rome").out()).isEqualTo("Rome: seven hills.\n");

    JsonNode json = JsonMapper.shared().readTree(run("get", "rome", "--json").out());
    assertThat(json.get("kind").asString()).isEqualTo("note");
    assertThat(json.get("tags").get(0).asString()).isEqualTo("travel");
    assertThat(json.get("metadata").get("lang").asString()).isEqualTo("en");
    assertThat(json.get("pinned").asBoolean()).isTrue();
    assertThat(json.get("text").asString()).isEqualTo("Rome: seven hills.\n");
  }

  @Test
  void aPipeGoesThereAndIntoAFile() {
    assertThat(with("héllo", "put", "p").code()).isZero();
    Path out = folder.resolve("out");
    assertThat(run("get", "p", "-o", out.toString()).code()).isZero();
    assertThat(out).hasContent("héllo");
    assertThat(run("get", "p", "-o", out.toString()).err()).contains("already there");
  }

  @Test
  void bytesOfAnySizeGoThereAndBack() throws IOException {
    byte[] content = new byte[3_000_001];
    new SplittableRandom(4).nextBytes(content);
    Path in = Files.write(folder.resolve("in"), content);
    assertThat(run("put", "b", in.toString()).err()).contains("no text in UTF-8; --bytes");
    assertThat(run("put", "b", in.toString(), "--bytes").code()).isZero();
    Path out = folder.resolve("out");
    assertThat(run("get", "b", "-o", out.toString()).code()).isZero();
    assertThat(Files.readAllBytes(out)).isEqualTo(content);
  }

  @Test
  void unitsAreListedFoundByTagAndDeletedTogether() {
    with("1", "put", "one", "--tag", "a", "--tag", "b");
    with("2", "put", "two\u001b[2J", "--tag", "a");
    with("3", "put", "three");
    assertThat(run("ls").out().lines()).hasSize(4).first().asString().startsWith("id");
    assertThat(run("ls").out()).contains("two?[2J").doesNotContain("\u001b");
    assertThat(run("search", "--tag", "a").out().lines()).hasSize(3);
    assertThat(run("search", "--tag", "a", "--tag", "b").out())
        .contains("one")
        .doesNotContain("two");
    JsonNode json = JsonMapper.shared().readTree(run("search", "--tag", "a", "--json").out());
    assertThat(json.valueStream().map(row -> row.get("id").asString()))
        .containsExactly("one", "two\u001b[2J");

    Cli.Outcome none = run("delete", "one", "four");
    assertThat(none.err()).contains("no unit four in", "nothing was deleted");
    assertThat(run("delete", "one", "three").code()).isZero();
    assertThat(run("get", "one").err()).contains("no unit 'one'", "vault ls");
    assertThat(run("ls").out().lines()).hasSize(2);
  }

  @Test
  void whatWasDeletedIsForgottenByRotatingAndCompacting() {
    with("x".repeat(10_000), "put", "gone");
    with("kept", "put", "kept");
    run("delete", "gone");
    assertThat(run("rotate").out()).isEqualTo("epoch 2 has begun\n");
    assertThat(run("compact").out()).contains("given back", "sealed by epoch 2");
    assertThat(run("get", "kept").out()).isEqualTo("kept");
    JsonNode stats = JsonMapper.shared().readTree(run("stats", "--json").out());
    assertThat(stats.get("units").asInt()).isEqualTo(1);
    assertThat(stats.get("epoch").asInt()).isEqualTo(2);
    assertThat(stats.get("epochs").asInt()).isEqualTo(1);
    assertThat(run("stats").out()).contains("units", "ways to unlock it");
  }

  @Test
  void aBackupOpensByTheSameKeyAndIsRestored() {
    with("kept", "put", "kept");
    Path backup = folder.resolve("backup");
    assertThat(run("backup", backup.toString()).err()).contains("copied 1 unit to " + backup);
    assertThat(run("backup", backup.toString()).err()).contains("has files already");
    with("later", "put", "later");
    Path restored = folder.resolve("restored");
    Cli.Outcome outcome =
        Cli.run(
            "vault",
            "restore",
            backup.toString(),
            "--vault",
            restored.toString(),
            "--key-file",
            key.toString());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err()).contains("every frame of it was authenticated");
    vault = restored;
    assertThat(run("get", "kept").out()).isEqualTo("kept");
    assertThat(run("ls").out()).doesNotContain("later");
  }

  @Test
  void passphrasesComeAndGo() throws IOException {
    Path words = Files.writeString(folder.resolve("words"), "open sesame\nand not this\n");
    Cli.Outcome added = run("passphrase", "add", "--new-passphrase-file", words.toString());
    assertThat(added.err()).isEqualTo("slot 2 opens by the new passphrase\n");
    assertThat(byPassphrase(words, "ls").code()).isZero();

    Path better = Files.writeString(folder.resolve("better"), "a better one");
    assertThat(
            byPassphrase(words, "passphrase", "change", "--new-passphrase-file", better.toString())
                .err())
        .isEqualTo("slot 2 opens by the new passphrase\n");
    Cli.Outcome wrong = byPassphrase(words, "ls");
    assertThat(wrong.code()).isEqualTo(ExitCode.FAILED);
    assertThat(wrong.err()).contains("this passphrase opens none of its 2 slots").hasLineCount(1);

    String[] list = {"vault", "passphrase", "ls", "--vault", vault.toString()};
    assertThat(Cli.run(list).out()).contains("key file", "passphrase", "67.1 MB");
    assertThat(run("passphrase", "remove", "2").code()).isZero();
    assertThat(byPassphrase(better, "ls").err()).contains("opens none of its 1 slots");
    assertThat(run("passphrase", "remove", "1").err()).contains("slot 1 is the last");
  }

  @Test
  void aFlippedBitIsFoundAndItsPlaceIsNamed() throws IOException {
    with("a text of some length, so that there is something to flip", "put", "t");
    Path segment;
    try (Stream<Path> files = Files.walk(vault)) {
      segment = files.filter(file -> file.toString().endsWith(".seg")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(segment);
    bytes[600] ^= 1;
    Files.write(segment, bytes);
    Cli.Outcome outcome = run("verify");
    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .contains(segment.getFileName().toString(), "byte", "vault restore")
        .hasLineCount(1);
  }

  @Test
  void aFlippedBitInTheKeyFileIsFound() throws IOException {
    Path keys = vault.resolve("vault.keys");
    byte[] bytes = Files.readAllBytes(keys);
    bytes[40] ^= 1;
    Files.write(keys, bytes);
    assertThat(run("ls").err())
        .startsWith("ryot: ")
        .contains("vault.keys does not have the hash")
        .hasLineCount(1);
  }

  @Test
  void anAnchorKnowsThatAnOlderCopyWasPutBack() throws IOException {
    Path anchor = folder.resolve("anchor");
    vault = folder.resolve("anchored");
    assertThat(run("create", "--anchor", anchor.toString()).code()).isZero();
    with("1", "put", "one", "--anchor", anchor.toString());
    Path older = folder.resolve("older");
    copy(vault, older);
    with("2", "put", "two", "--anchor", anchor.toString());
    assertThat(run("verify", "--anchor", anchor.toString()).code()).isZero();
    vault = older;
    assertThat(run("verify").code()).isZero();
    assertThat(run("verify", "--anchor", anchor.toString()).err())
        .contains("an older copy of it was put back");
  }

  @Test
  void aRootThatWasNotedKnowsThatAnOlderCopyWasPutBack() throws IOException {
    with("1", "put", "one");
    Path older = folder.resolve("older");
    copy(vault, older);
    with("2", "put", "two");
    String printed = run("verify").out().lines().toList().getLast();
    assertThat(printed).matches("root 2-[0-9a-f]{64}");
    assertThat(run("stats").out()).contains(printed);
    String root = printed.substring("root ".length());
    assertThat(with("3", "put", "three", "--anchor", root).code()).isZero();
    assertThat(run("verify", "--anchor", root).code()).isZero();
    vault = older;
    assertThat(run("verify", "--anchor", root).err()).contains("an older copy of it was put back");
    with("4", "put", "four");
    assertThat(run("verify", "--anchor", root).err()).contains("another history");
    vault = folder.resolve("new");
    assertThat(run("create", "--anchor", root).err()).contains("--anchor wants a file here");
  }

  @Test
  void whatATryOfThePassphraseCostsIsChosenWithinBounds() throws IOException {
    Path passphrase = Files.writeString(folder.resolve("passphrase"), "one two three\n");
    vault = folder.resolve("costly");
    assertThat(
            byPassphrase(passphrase, "create", "--memory", "9", "--iterations", "2", "--lanes", "3")
                .code())
        .isZero();
    assertThat(byPassphrase(passphrase, "passphrase", "ls").out()).contains("9.4 MB", " 2 ", " 3");
    vault = folder.resolve("other");
    for (String[] wrong :
        new String[][] {
          {"--memory", "7"}, {"--memory", "2000000"}, {"--iterations", "65"}, {"--lanes", "17"}
        }) {
      assertThat(byPassphrase(passphrase, "create", wrong[0], wrong[1]).err())
          .contains("takes")
          .hasLineCount(1);
      assertThat(vault).doesNotExist();
    }
  }

  @Test
  void whoeverHoldsTheVaultIsNamedAndReadersAreLetIn() throws IOException {
    with("1", "put", "one");
    try (Credential credential = Credential.keyFile(key);
        Vault held = Vault.open(vault, credential)) {
      assertThat(held.contains("one")).isTrue();
      Cli.Outcome outcome = with("2", "put", "two");
      assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
      assertThat(outcome.err())
          .contains("process " + ProcessHandle.current().pid() + " on ")
          .hasLineCount(1);
      assertThat(run("get", "one").out()).isEqualTo("1");
    }
  }

  @Test
  void withoutATerminalNobodyIsAsked() {
    Cli.Outcome outcome = Cli.run("vault", "ls", "--vault", vault.toString());
    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err())
        .contains("--passphrase-file, --key-file or RYOT_VAULT_PASSPHRASE")
        .hasLineCount(1);
  }

  @Test
  void aVaultThatIsNotThereIsSaid() {
    vault = folder.resolve("nowhere");
    assertThat(run("ls").err()).contains("nowhere has no vault", "vault create");
    assertThat(Cli.run("vault", "ls").err()).contains("which vault?", "RYOT_VAULT");
  }

  @Test
  void noVaultIsMadeOverAnother() {
    assertThat(run("create").err()).contains("there is a vault already");
  }

  private Cli.Outcome run(String... arguments) {
    return with("", arguments);
  }

  private Cli.Outcome with(String input, String... arguments) {
    List<String> all = new ArrayList<>(List.of("vault"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--vault", vault.toString(), "--key-file", key.toString()));
    return Cli.runWithInput(input, all.toArray(String[]::new));
  }

  private Cli.Outcome byPassphrase(Path passphrase, String... arguments) {
    List<String> all = new ArrayList<>(List.of("vault"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--vault", vault.toString(), "--passphrase-file", passphrase.toString()));
    return Cli.run(all.toArray(String[]::new));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }
}
