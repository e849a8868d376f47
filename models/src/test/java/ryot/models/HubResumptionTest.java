package ryot.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hub transfer does when it is broken off, put off, or finds a beginning. */
final class HubResumptionTest {

  private static final byte[] CONTENT = Samples.content(7);
  private static final String TAG = "\"version-1\"";
  private static final ProxySelector DIRECT = new EnvironmentProxies(Map.of(), null);

  @TempDir Path folder;

  private final List<ScriptedServer> servers = new ArrayList<>();
  private final RecordedProgress progress = new RecordedProgress();

  private Path target() {
    return folder.resolve("tiny.gguf");
  }

  private PartFile part() throws IOException {
    return PartFile.open(target(), new LocalDisk());
  }

  private void fill(ModelSource source, PartFile part, byte[] expected)
      throws IOException, InterruptedException {
    source.fill(part, Samples.fingerprint(expected), progress);
  }

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
  void aConnectionThatIsCutIsTakenUpWhereItBroke() throws Exception {
    List<ScriptedServer.Request> asked =
        pull(
            (request, answer) -> {
              int cut = Math.min(request.from() + 120_000, CONTENT.length);
              answer.ranged(request, CONTENT, TAG, cut);
              progress.awaitArrival(cut);
            });

    assertThat(asked).extracting(ScriptedServer.Request::from).containsExactly(0, 120_000, 240_000);
    assertThat(asked.get(1).header("If-Range")).contains(TAG);
  }

  @Test
  void aPullOfAnEarlierRunIsResumed() throws Exception {
    leavePart(200_000, TAG);

    List<ScriptedServer.Request> asked =
        pull((request, answer) -> answer.ranged(request, CONTENT, TAG, CONTENT.length));

    assertThat(asked).extracting(ScriptedServer.Request::from).containsExactly(200_000);
  }

  @Test
  void aCompletePartIsNotAskedForAgain() throws Exception {
    leavePart(CONTENT.length, null);

    assertThat(pull((request, answer) -> answer.status(500))).isEmpty();
  }

  @Test
  void aServerWithoutRangesSendsTheWholeAgain() throws Exception {
    leavePart(200_000, null);

    pull(
        (request, answer) -> {
          answer.head(200, "Content-Length: " + CONTENT.length);
          answer.body(CONTENT, 0, CONTENT.length);
        });
  }

  @Test
  void anotherVersionOnTheHubIsFetchedWhole() throws Exception {
    leavePart(200_000, "\"version-0\"");

    List<ScriptedServer.Request> asked =
        pull((request, answer) -> answer.ranged(request, CONTENT, TAG, CONTENT.length));

    assertThat(asked).hasSize(1);
    assertThat(asked.getFirst().header("If-Range")).contains("\"version-0\"");
  }

  @Test
  void anotherVersionIsNoticedEvenIfTheServerIgnoresIfRange() throws Exception {
    leavePart(200_000, "\"version-0\"");

    List<ScriptedServer.Request> asked =
        pull(
            (request, answer) -> {
              Map<String, String> headers = new java.util.TreeMap<>(request.headers());
              headers.remove("if-range");
              answer.ranged(
                  new ScriptedServer.Request(request.target(), headers),
                  CONTENT,
                  TAG,
                  CONTENT.length);
            });

    assertThat(asked).extracting(ScriptedServer.Request::from).containsExactly(200_000, 0);
  }

  @Test
  void aRangeThatCannotBeSatisfiedLeadsToTheWhole() throws Exception {
    leavePart(200_000, TAG);

    List<ScriptedServer.Request> asked =
        pull(
            (request, answer) -> {
              if (request.from() > 0) {
                answer.status(416, "Content-Range: bytes */100");
              } else {
                answer.ranged(request, CONTENT, TAG, CONTENT.length);
              }
            });

    assertThat(asked).hasSize(2);
  }

  @Test
  void aPartThatIsTooLongIsThrownAway() throws Exception {
    Files.write(folder.resolve("tiny.gguf.part"), new byte[CONTENT.length + 1]);

    pull((request, answer) -> answer.ranged(request, CONTENT, TAG, CONTENT.length));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void aBusyHubIsAskedAgain(int status) throws Exception {
    AtomicInteger count = new AtomicInteger();

    List<ScriptedServer.Request> asked =
        pull(
            (request, answer) -> {
              if (count.incrementAndGet() < 3) {
                answer.status(status);
              } else {
                answer.ranged(request, CONTENT, TAG, CONTENT.length);
              }
            });

    assertThat(asked).hasSize(3);
  }

  @Test
  void aHubThatStaysBusyIsGivenUp() throws Exception {
    ScriptedServer server = server((request, answer) -> answer.status(503));

    try (PartFile part = part()) {
      assertThatThrownBy(() -> fill(source(server.address(), Samples.IMPATIENT), part, CONTENT))
          .isInstanceOf(SourceFailedException.class)
          .hasMessageContaining("HTTP 503")
          .hasMessageContaining("after 4 requests");
    }
  }

  @Test
  void theHubsWishWhenToComeBackIsKept() throws Exception {
    AtomicInteger count = new AtomicInteger();
    long start = System.nanoTime();

    pull(
        (request, answer) -> {
          if (count.incrementAndGet() == 1) {
            answer.status(429, "Retry-After: 1");
          } else {
            answer.ranged(request, CONTENT, TAG, CONTENT.length);
          }
        });

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(990));
  }

  @Test
  void aHubThatWantsToBeLeftAloneForLongIsGivenUp() throws Exception {
    ModelSource source = source((request, answer) -> answer.status(503, "Retry-After: 3600"));

    try (PartFile part = part()) {
      assertThatThrownBy(() -> fill(source, part, CONTENT))
          .isInstanceOf(SourceFailedException.class)
          .hasMessageContaining("asks to come back in 3600 s");
    }
  }

  @Test
  void aPageInPlaceOfTheFileDoesNotCostWhatIsAlreadyHere() throws Exception {
    leavePart(200_000, TAG);
    byte[] page = "<html>Please sign in</html>".getBytes(StandardCharsets.UTF_8);
    ModelSource source =
        source(
            (request, answer) -> {
              answer.head(200, "Content-Type: text/html", "Content-Length: " + page.length);
              answer.body(page, 0, page.length);
            });

    try (PartFile part = part()) {
      assertThatThrownBy(() -> fill(source, part, CONTENT))
          .isInstanceOf(SourceFailedException.class)
          .hasMessageContaining("a file of 27 bytes, expected 300,007");
      assertThat(part.lengthBytes()).isEqualTo(200_000);
    }
  }

  @Test
  void aLengthThatPromisesMoreThanComesIsALostConnection() throws Exception {
    AtomicInteger count = new AtomicInteger();
    ScriptedServer server =
        server(
            (request, answer) -> {
              answer.head(200, "Content-Length: " + CONTENT.length);
              answer.body(CONTENT, 0, 1000);
              progress.awaitArrival(1000L * count.incrementAndGet());
            });

    try (PartFile part = part()) {
      assertThatThrownBy(() -> fill(source(server.address(), Samples.IMPATIENT), part, CONTENT))
          .isInstanceOf(SourceFailedException.class)
          .hasMessageContaining("connection lost (after 4 requests)");
      assertThat(part.lengthBytes()).isEqualTo(1000);
    }
  }

  @Test
  void aServerThatFallsSilentIsLeftAndTakenUpAgain() throws Exception {
    AtomicInteger count = new AtomicInteger();

    List<ScriptedServer.Request> asked =
        pull(
            (request, answer) -> {
              if (count.incrementAndGet() == 1) {
                answer.ranged(request, CONTENT, TAG, 100_000);
                Thread.sleep(10_000);
              } else {
                answer.ranged(request, CONTENT, TAG, CONTENT.length);
              }
            });

    assertThat(asked).extracting(ScriptedServer.Request::from).containsExactly(0, 100_000);
  }

  @Test
  void aServerThatTricklesIsWaitedFor() throws Exception {
    List<ScriptedServer.Request> asked =
        pull(
            (request, answer) -> {
              answer.head(200, "Content-Length: " + CONTENT.length);
              for (int at = 0; at < CONTENT.length; at += 25_000) {
                answer.body(CONTENT, at, Math.min(at + 25_000, CONTENT.length));
                Thread.sleep(50);
              }
            });

    assertThat(asked).hasSize(1);
  }

  @Test
  void aPartThatIsCompleteButForItsNameIsNotFetchedAgainWhenOnlyTheHubStatesTheHash()
      throws Exception {
    leavePart(CONTENT.length, TAG);

    List<ScriptedServer.Request> asked =
        pull(
            (request, answer) ->
                answer.status(
                    416,
                    "X-Linked-Size: " + CONTENT.length,
                    "X-Linked-ETag: \"" + Samples.sha256(CONTENT) + "\""),
            null);

    assertThat(asked).hasSize(1);
  }

  @Test
  void aLengthThatBeliesWhatTheHubStatesIsRefused() throws Exception {
    leavePart(200_000, null);
    ModelSource source =
        source(
            (request, answer) -> {
              answer.head(200, "X-Linked-Size: " + CONTENT.length, "Content-Length: 50");
              answer.body(CONTENT, 0, 50);
            });

    try (PartFile part = part()) {
      assertThatThrownBy(() -> fill(source, part, CONTENT))
          .isInstanceOf(SourceFailedException.class)
          .hasMessageContaining("would send 50 bytes, expected 300,007");
      assertThat(part.lengthBytes()).isEqualTo(200_000);
    }
  }

  @Test
  void aConnectionThatIsCutBeforeTheFirstAnswerIsTriedOnceMore() throws Exception {
    AtomicInteger count = new AtomicInteger();

    List<ScriptedServer.Request> asked =
        pull(
            (request, answer) -> {
              if (count.incrementAndGet() > 1) {
                answer.ranged(request, CONTENT, TAG, CONTENT.length);
              }
            });

    assertThat(asked).hasSize(2);
  }
}
