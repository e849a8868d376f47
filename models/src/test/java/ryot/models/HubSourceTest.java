package ryot.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HubSourceTest extends ModelSourceContract {

  private static final byte[] CONTENT = Samples.content(2);
  private static final String TAG = "\"version-1\"";
  private static final ProxySelector DIRECT = new EnvironmentProxies(Map.of(), null);

  private final List<ScriptedServer> servers = new ArrayList<>();
  private final RecordedProgress progress = new RecordedProgress();

  @AfterEach
  void stop() throws IOException {
    for (ScriptedServer server : servers) {
      server.close();
    }
  }

  private ScriptedServer server(ScriptedServer.Handler handler) throws IOException {
    ScriptedServer server = ScriptedServer.start(handler);
    servers.add(server);
    return server;
  }

  private static ModelSource source(URI hub, TransferPolicy policy) {
    return new HubSource(hub, Samples.hubRef(), DIRECT, policy);
  }

  private ModelSource source(ScriptedServer.Handler handler) throws IOException {
    return source(server(handler).address(), Samples.IMPATIENT);
  }

  @Override
  ModelSource serving(byte[] content, Disk disk) throws IOException {
    return source((request, answer) -> answer.ranged(request, content, TAG, content.length));
  }

  @Override
  ModelSource lacking() throws IOException {
    return source((request, answer) -> answer.status(404));
  }

  @Override
  ModelSource stalling(byte[] content) throws IOException {
    TransferPolicy patient =
        new TransferPolicy(
            Duration.ofSeconds(3),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            1,
            Duration.ofSeconds(1),
            Duration.ofSeconds(1));
    ScriptedServer server =
        server(
            (request, answer) -> {
              answer.head(200, "Content-Length: " + content.length);
              answer.body(content, 0, 1000);
              Thread.sleep(20_000);
            });
    return source(server.address(), patient);
  }

  /** Pulls from a server, which must end well, and returns what it was asked. */
  private List<ScriptedServer.Request> pull(ScriptedServer.Handler handler) throws Exception {
    return pull(handler, Samples.fingerprint(CONTENT));
  }

  private List<ScriptedServer.Request> pull(
      ScriptedServer.Handler handler, @Nullable Fingerprint expected) throws Exception {
    ScriptedServer server = server(handler);
    try (PartFile part = part()) {
      Fingerprint stated =
          source(server.address(), Samples.IMPATIENT).fill(part, expected, progress);
      part.publish(stated, PullProgress.SILENT);
    }
    assertThat(target()).hasBinaryContent(CONTENT);
    return server.requests();
  }

  private void leavePart(int bytes, @Nullable String tag) throws IOException {
    Files.write(folder.resolve("tiny.gguf.part"), Arrays.copyOf(CONTENT, bytes));
    if (tag != null) {
      Files.writeString(folder.resolve("tiny.gguf.part.etag"), tag);
    }
  }

  @Test
  void theFileIsAskedForByRepositoryRevisionAndName() throws Exception {
    List<ScriptedServer.Request> asked =
        pull((request, answer) -> answer.ranged(request, CONTENT, TAG, CONTENT.length));

    assertThat(asked).hasSize(1);
    assertThat(asked.getFirst().target()).isEqualTo("/owner/tiny/resolve/main/tiny.gguf");
    assertThat(asked.getFirst().header("Range")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "401, wants a login",
    "403, wants a login",
    "404, no such file",
    "407, proxy wants a login",
    "410, no such file",
    "418, HTTP 418"
  })
  void aRefusalIsFinalAndSaidPlainly(int status, String message) throws Exception {
    ScriptedServer server = server((request, answer) -> answer.status(status));

    try (PartFile part = part()) {
      assertThatThrownBy(() -> fill(source(server.address(), Samples.IMPATIENT), part, CONTENT))
          .isInstanceOf(SourceFailedException.class)
          .hasMessageContaining(message);
    }
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void redirectionsAreFollowedAndWhatTheHubStatesOnThemCounts() throws Exception {
    ScriptedServer elsewhere =
        server(
            (request, answer) -> {
              int cut = Math.min(request.from() + 200_000, CONTENT.length);
              answer.ranged(request, CONTENT, TAG, cut);
              progress.awaitArrival(cut);
            });
    ScriptedServer.Handler hub =
        (request, answer) ->
            answer.status(
                302,
                "Location: " + elsewhere.address() + "/cdn/1",
                "X-Repo-Commit: 0123",
                "X-Linked-Size: " + CONTENT.length,
                "X-Linked-ETag: \"" + Samples.sha256(CONTENT) + "\"");

    assertThat(pull(hub, null)).hasSize(2);
    assertThat(elsewhere.requests())
        .extracting(ScriptedServer.Request::from)
        .containsExactly(0, 200_000);
  }

  @Test
  void aHubThatStatesNoHashIsNotTrustedForAModelWithoutOne() throws Exception {
    ModelSource source = serving(CONTENT, new LocalDisk());

    try (PartFile part = part()) {
      assertThatThrownBy(() -> source.fill(part, null, PullProgress.SILENT))
          .isInstanceOf(SourceFailedException.class)
          .hasMessageContaining("nothing could be verified");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Linked-Size: 5",
        "X-Linked-ETag: \"0000000000000000000000000000000000000000000000000000000000000000\""
      })
  void aHubThatDisagreesWithTheCatalogueIsRefusedBeforeItsBytesCome(String statement)
      throws Exception {
    ModelSource source =
        source(
            (request, answer) -> {
              answer.head(200, statement, "Content-Length: " + CONTENT.length);
              answer.body(CONTENT, 0, CONTENT.length);
            });

    try (PartFile part = part()) {
      assertThatThrownBy(() -> fill(source, part, CONTENT))
          .isInstanceOf(SourceFailedException.class)
          .hasMessageContaining("expected");
      assertThat(part.lengthBytes()).isZero();
    }
  }

  @Test
  void moreBytesThanExpectedAreNeverWritten() throws Exception {
    byte[] longer = Arrays.copyOf(CONTENT, CONTENT.length + 100_000);
    ModelSource source =
        source(
            (request, answer) -> {
              answer.head(200);
              answer.body(longer, 0, longer.length);
            });

    try (PartFile part = part()) {
      assertThatThrownBy(() -> fill(source, part, CONTENT))
          .isInstanceOf(CorruptModelException.class)
          .hasMessageContaining("more bytes arrived than the 300,007 expected");
      assertThat(Files.size(part.file())).isLessThanOrEqualTo(CONTENT.length);
    }
  }

  @Test
  void aServerThatNeverAnswersIsGivenUp() throws Exception {
    TransferPolicy policy =
        new TransferPolicy(
            Duration.ofSeconds(3),
            Duration.ofMillis(300),
            Duration.ofMillis(300),
            3,
            Duration.ofMillis(10),
            Duration.ofSeconds(1));
    ScriptedServer server = server((request, answer) -> Thread.sleep(10_000));

    try (PartFile part = part()) {
      assertThatThrownBy(() -> fill(source(server.address(), policy), part, CONTENT))
          .isInstanceOf(SourceFailedException.class)
          .hasMessageContaining("no answer within 300 ms");
    }
  }

  @Test
  void aHubThatIsNotThereIsGivenUpAtOnce() throws Exception {
    int port;
    try (ServerSocket unused = new ServerSocket(0)) {
      port = unused.getLocalPort();
    }
    long start = System.nanoTime();

    try (PartFile part = part()) {
      URI nowhere = URI.create("http://127.0.0.1:" + port);
      assertThatThrownBy(() -> fill(source(nowhere, TransferPolicy.defaults()), part, CONTENT))
          .isInstanceOf(SourceFailedException.class)
          .hasMessageContaining("connection refused");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void aNameThatIsNotKnownIsSaid() throws Exception {
    try (PartFile part = part()) {
      URI nowhere = URI.create("https://models.invalid");
      assertThatThrownBy(() -> fill(source(nowhere, TransferPolicy.defaults()), part, CONTENT))
          .isInstanceOf(SourceFailedException.class)
          .hasMessageContaining("the name models.invalid is not known here");
    }
  }

  @Test
  void answersThatMakeNoSenseAreRefused() throws Exception {
    leavePart(1000, TAG);
    ModelSource elsewhere =
        source(
            (request, answer) ->
                answer.status(206, "Content-Range: bytes 5-300006/300007", "ETag: " + TAG));
    ModelSource encoded = source((request, answer) -> answer.status(200, "Content-Encoding: gzip"));

    try (PartFile part = part()) {
      assertThatThrownBy(() -> fill(elsewhere, part, CONTENT))
          .isInstanceOf(SourceFailedException.class)
          .hasMessageContaining("asked for the bytes from 1000, the hub sends \"bytes 5-");
      assertThatThrownBy(() -> fill(encoded, part, CONTENT))
          .isInstanceOf(SourceFailedException.class)
          .hasMessageContaining("encoded as gzip");
    }
  }

  @Test
  void anEndlessRedirectionIsGivenUp() throws Exception {
    ModelSource source =
        source((request, answer) -> answer.status(302, "Location: " + request.target()));

    try (PartFile part = part()) {
      assertThatThrownBy(() -> fill(source, part, CONTENT))
          .isInstanceOf(SourceFailedException.class)
          .hasMessageContaining("HTTP 302");
    }
  }

  @Test
  void theHubIsReachedThroughTheProxy() throws Exception {
    ScriptedServer proxy =
        server((request, answer) -> answer.ranged(request, CONTENT, TAG, CONTENT.length));
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.address().getPort());
    ModelSource source =
        new HubSource(
            URI.create("http://models.invalid"),
            Samples.hubRef(),
            ProxySelector.of(address),
            Samples.IMPATIENT);

    try (PartFile part = part()) {
      fill(source, part, CONTENT);
    }
    assertThat(proxy.requests().getFirst().target())
        .isEqualTo("http://models.invalid/owner/tiny/resolve/main/tiny.gguf");
  }
}
