package ryot.bench.stores;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Puts a store's writers behind one thread, which writes what waits as one batch, as the vault does
 * by itself: so the peers are measured at their best.
 */
final class BatchingStore implements Store {
  private static final int BATCH_MAX = 256;

  private final Store store;
  private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(BATCH_MAX);
  private final Thread committer;

  private record Waiting(List<Pair> pairs, CompletableFuture<Boolean> done) {}

  BatchingStore(Store store) {
    this.store = store;
    this.committer = Thread.ofPlatform().daemon().name("batching").start(this::commit);
  }

  private void commit() {
    List<Waiting> batch = new ArrayList<>();
    try {
      while (true) {
        batch.add(queue.take());
        queue.drainTo(batch, BATCH_MAX - 1);
        try {
          store.put(batch.stream().flatMap(waiting -> waiting.pairs().stream()).toList());
          batch.forEach(waiting -> waiting.done().complete(true));
        } catch (IOException e) {
          batch.forEach(waiting -> waiting.done().completeExceptionally(e));
        }
        batch.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void put(List<Pair> pairs) throws IOException {
    Waiting waiting = new Waiting(pairs, new CompletableFuture<>());
    try {
      queue.put(waiting);
      waiting.done().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  @Override
  public byte[] get(byte[] key) throws IOException {
    return store.get(key);
  }

  @Override
  public void close() throws IOException {
    committer.interrupt();
    try {
      committer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    store.close();
  }
}
