package ryot.models;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One file's way from a hub into a part: as many requests as it takes. Ranges as in RFC 9110,
 * section 14: what is here is asked to be continued ({@code Range}) if it is still the same file
 * ({@code If-Range}); a server that answers with the whole instead is taken at its word.
 */
final class HubTransfer {

  /** A server that gives a few bytes each time would otherwise be asked forever. */
  private static final int REQUESTS_MAX = 100;

  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-\\d+/(\\d{1,18}|\\*)");

  private final String description;
  private final URI address;
  private final HttpClient client;
  private final TransferPolicy policy;
  private final PartFile part;
  private final PullProgress progress;

  /** Whether the server has ever answered: then a lost connection is worth some patience. */
  private boolean answered;

  HubTransfer(
      String description,
      URI address,
      HttpClient client,
      TransferPolicy policy,
      PartFile part,
      PullProgress progress) {
    this.description = description;
    this.address = address;
    this.client = client;
    this.policy = policy;
    this.part = part;
    this.progress = progress;
  }

  /** Runs until all bytes are in the part; see {@link ModelSource#fill}. */
  Fingerprint run(@Nullable Fingerprint expected) throws IOException, InterruptedException {
    long reached = part.lengthBytes();
    int fruitless = 0;
    for (int request = 1; ; request++) {
      try {
        return attempt(expected);
      } catch (TransferInterruptedException e) {
        fruitless = part.lengthBytes() > reached ? 1 : fruitless + 1;
        reached = Math.max(reached, part.lengthBytes());
        // Who never answered gets one more chance, for the line may have been cut by chance.
        if (fruitless > (answered ? policy.retries() : 1) || request == REQUESTS_MAX) {
          throw new SourceFailedException(
              e.getMessage() + (request == 1 ? "" : " (after " + request + " requests)"), e);
        }
        Duration asked = e.retryAfter();
        if (asked != null && asked.compareTo(policy.delayMax()) > 0) {
          throw new SourceFailedException(
              e.getMessage() + "; it asks to come back in " + ResponseBody.seconds(asked), e);
        }
        Duration pause = asked == null ? policy.delay(fruitless) : asked;
        progress.note(
            String.format(
                Locale.ROOT,
                "%s: %s at %,d bytes; going on in %s",
                description,
                e.getMessage(),
                part.lengthBytes(),
                ResponseBody.seconds(pause)));
        Thread.sleep(pause);
      }
    }
  }

  private Fingerprint attempt(@Nullable Fingerprint expected)
      throws IOException, InterruptedException {
    if (expected != null && part.lengthBytes() > expected.sizeBytes()) {
      part.restart();
    }
    part.catchUp(progress);
    if (expected != null && part.lengthBytes() == expected.sizeBytes()) {
      return expected;
    }
    HttpResponse<ResponseBody> response = ask();
    answered = true;
    try (ResponseBody body = response.body()) {
      if (holdsAllOf(response)) {
        return HubStatement.of(response).reconciledWith(expected);
      }
      refuseFailures(response);
      Fingerprint goal = stated(response).reconciledWith(expected);
      position(response, goal);
      if (part.lengthBytes() == 0) {
        part.rememberValidator(strongTag(response));
      }
      part.expect(goal.sizeBytes());
      progress.start(description, goal.sizeBytes(), part.lengthBytes());
      copy(body);
      if (part.lengthBytes() < goal.sizeBytes()) {
        throw new TransferInterruptedException("connection lost", (Throwable) null);
      }
      return goal;
    }
  }

  private HttpResponse<ResponseBody> ask() throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .header("User-Agent", "ryot")
            .header("Accept-Encoding", "identity");
    if (part.lengthBytes() > 0) {
      request.header("Range", "bytes=" + part.lengthBytes() + "-");
      part.validator().ifPresent(tag -> request.header("If-Range", tag));
    }
    CompletableFuture<HttpResponse<ResponseBody>> answer =
        client.sendAsync(request.build(), info -> new ResponseBody());
    try {
      return answer.get(policy.answerTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw unanswered("no answer within " + ResponseBody.seconds(policy.answerTimeout()), e);
    } catch (ExecutionException e) {
      Optional<String> unreachable = unreachable(e.getCause());
      if (unreachable.isPresent()) {
        throw unanswered(unreachable.get(), e);
      }
      throw new TransferInterruptedException("connection lost", e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    }
  }

  /** Whether there is nothing to continue because the part ended where the stated file ends. */
  private boolean holdsAllOf(HttpResponse<?> response) {
    Long size = HubStatement.of(response).sizeBytes();
    return response.statusCode() == 416 && size != null && size == part.lengthBytes();
  }

  private void refuseFailures(HttpResponse<?> response) throws IOException {
    int status = response.statusCode();
    switch (status) {
      case 200, 206 -> {}
      case 401, 403 ->
          throw new SourceFailedException(
              "the hub wants a login for this file (HTTP " + status + ")");
      case 404, 410 ->
          throw new SourceFailedException("the hub has no such file (HTTP " + status + ")");
      case 407 -> throw new SourceFailedException("the proxy wants a login (HTTP 407)");
      case 416 -> {
        // What is here is no part of what the server has: only the whole will do.
        if (part.lengthBytes() == 0) {
          throw new SourceFailedException("the hub refuses to send the file (HTTP 416)");
        }
        part.restart();
        throw new TransferInterruptedException(
            "the hub has another file than before", Duration.ZERO);
      }
      case 408, 425, 429, 500, 502, 503, 504 ->
          throw new TransferInterruptedException(
              "the hub is busy or broken (HTTP " + status + ")", retryAfter(response));
      default -> throw new SourceFailedException("the hub answers with HTTP " + status);
    }
    Optional<String> encoding = response.headers().firstValue("Content-Encoding");
    if (encoding.isPresent() && !encoding.get().equalsIgnoreCase("identity")) {
      throw new SourceFailedException("the hub sends the file encoded as " + encoding.get());
    }
  }

  private static HubStatement stated(HttpResponse<?> response) {
    HubStatement stated = HubStatement.of(response);
    if (stated.sizeBytes() != null || response.statusCode() != 200) {
      return stated;
    }
    Long length = HubStatement.number(response.headers().firstValue("Content-Length"));
    return new HubStatement(length, stated.sha256());
  }

  /**
   * Brings the part to where the answer's bytes begin, once they are known to be of the right file.
   */
  private void position(HttpResponse<?> response, Fingerprint goal) throws IOException {
    if (response.statusCode() == 200) {
      Long length = HubStatement.number(response.headers().firstValue("Content-Length"));
      if (length != null && length != goal.sizeBytes()) {
        throw new SourceFailedException(
            String.format(
                Locale.ROOT,
                "the hub would send %,d bytes, expected %,d",
                length,
                goal.sizeBytes()));
      }
      part.restart();
      return;
    }
    String range = response.headers().firstValue("Content-Range").orElse("");
    Matcher matcher = CONTENT_RANGE.matcher(range);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) != part.lengthBytes()) {
      throw new SourceFailedException(
          "asked for the bytes from " + part.lengthBytes() + ", the hub sends \"" + range + "\"");
    }
    Optional<String> tag = strongTag(response);
    Optional<String> before = part.validator();
    if (tag.isPresent() && before.isPresent() && !tag.equals(before)) {
      part.restart();
      throw new TransferInterruptedException("the hub has another file than before", Duration.ZERO);
    }
    Long total = HubStatement.number(Optional.of(matcher.group(2)));
    if (total != null && total != goal.sizeBytes()) {
      throw new SourceFailedException(
          String.format(
              Locale.ROOT,
              "the hub has a file of %,d bytes, expected %,d",
              total,
              goal.sizeBytes()));
    }
  }

  private void copy(ResponseBody body) throws IOException, InterruptedException {
    for (List<ByteBuffer> buffers = body.next(policy.stallTimeout());
        buffers != null;
        buffers = body.next(policy.stallTimeout())) {
      for (ByteBuffer buffer : buffers) {
        int count = buffer.remaining();
        part.append(buffer);
        progress.advance(count);
      }
    }
  }

  /** If-Range takes strong tags only (RFC 9110, section 13.1.5). */
  private static Optional<String> strongTag(HttpResponse<?> response) {
    return response.headers().firstValue("ETag").filter(tag -> tag.startsWith("\""));
  }

  private static @Nullable Duration retryAfter(HttpResponse<?> response) {
    Optional<String> header = response.headers().firstValue("Retry-After");
    Long seconds = HubStatement.number(header);
    if (seconds != null) {
      return Duration.ofSeconds(seconds);
    }
    try {
      return header
          .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME))
          .map(date -> Duration.between(ZonedDateTime.now(date.getZone()), date))
          .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
          .orElse(null);
    } catch (DateTimeParseException e) {
      // A server that cannot say when is asked again at our own pace.
      return null;
    }
  }

  /** A hub that is not there is given up at once; one that was there a moment ago may come back. */
  private IOException unanswered(String reason, Exception cause) {
    return answered
        ? new TransferInterruptedException(reason, cause)
        : new SourceFailedException(reason, cause);
  }

  /** Why no connection could be made, if that is what failed. */
  private Optional<String> unreachable(@Nullable Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      switch (at) {
        case UnresolvedAddressException e -> {
          return Optional.of("the name " + address.getHost() + " is not known here");
        }
        case HttpConnectTimeoutException e -> {
          return Optional.of(
              "no connection within " + ResponseBody.seconds(policy.connectTimeout()));
        }
        case SSLException e -> {
          return Optional.of("no secure connection: " + e.getMessage());
        }
        default -> {}
      }
    }
    return failure instanceof ConnectException
        ? Optional.of("connection refused")
        : Optional.empty();
  }
}
