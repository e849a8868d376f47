package ryot.models;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response, read by one thread piece by piece, each with a limit on the time it may
 * take: the client's own stream would wait for a silent server forever. There is never more in the
 * queue than was asked for.
 */
final class ResponseBody implements BodySubscriber<ResponseBody>, AutoCloseable {

  private static final long PIECES_IN_FLIGHT = 8;

  private sealed interface Signal {
    record Bytes(List<ByteBuffer> buffers) implements Signal {}

    record Ended() implements Signal {}

    record Failed(Throwable cause) implements Signal {}
  }

  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

  /**
   * The next bytes, or null at the end.
   *
   * @throws TransferInterruptedException if the connection is lost or nothing comes within the
   *     limit
   */
  @Nullable List<ByteBuffer> next(Duration limit)
      throws TransferInterruptedException, InterruptedException {
    Signal signal = signals.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    return switch (signal) {
      case null ->
          throw new TransferInterruptedException(
              "nothing arrived for " + seconds(limit), (Throwable) null);
      case Signal.Bytes(List<ByteBuffer> buffers) -> {
        subscription.join().request(1);
        yield buffers;
      }
      case Signal.Ended() -> null;
      case Signal.Failed(Throwable cause) ->
          throw new TransferInterruptedException("connection lost", cause);
    };
  }

  /** Gives the connection up if the body has not been read to its end. */
  @Override
  public void close() {
    CompletableFuture<Void> cancelled = subscription.thenAccept(Flow.Subscription::cancel);
    assert !cancelled.isCompletedExceptionally() : "cancelling a subscription never fails";
  }

  @Override
  public CompletionStage<ResponseBody> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    this.subscription.complete(subscription);
    subscription.request(PIECES_IN_FLIGHT);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    signals.add(new Signal.Bytes(buffers));
  }

  @Override
  public void onError(Throwable cause) {
    signals.add(new Signal.Failed(cause));
  }

  @Override
  public void onComplete() {
    signals.add(new Signal.Ended());
  }

  static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }
}
