package ryot.vault.log;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import ryot.vault.seal.Keyring;
import ryot.vault.storage.Storage;

/**
 * A checkpoint in the making. What goes into it is taken between two commits; any thread writes it
 * while others commit; and then the committer makes it the one that counts.
 */
final class CheckpointTask {
  private final Manifest.CheckpointRef ref;
  private final long commit;
  private final Set<Integer> dropped;
  private final FutureTask<Integer> writing;

  private CheckpointTask(
      Manifest.CheckpointRef ref, long commit, Set<Integer> dropped, FutureTask<Integer> writing) {
    this.ref = ref;
    this.commit = commit;
    this.dropped = dropped;
    this.writing = writing;
  }

  /**
   * Takes the index as it is; committer thread only.
   *
   * @param victims finished segments, of which those that nothing needs are to be removed with it
   */
  static CheckpointTask begin(
      Storage storage,
      Keyring keyring,
      Manifest.CheckpointRef ref,
      LogPosition position,
      Index index,
      Set<Integer> victims) {
    Index.State state = index.state();
    Set<Integer> dropped =
        victims.stream()
            .filter(segment -> index.liveBytes(segment) == 0)
            .collect(Collectors.toUnmodifiableSet());
    FutureTask<Integer> writing =
        new FutureTask<>(
            () -> {
              byte[] content = Checkpoint.encode(position, state);
              ManifestFile.writeCheckpoint(storage, keyring, ref, content);
              return content.length;
            });
    return new CheckpointTask(ref, position.commit(), dropped, writing);
  }

  /** Which file it is. */
  Manifest.CheckpointRef ref() {
    return ref;
  }

  /** The last commit that it knows of. */
  long commit() {
    return commit;
  }

  /** The segments that go once it counts: its index means none of them, and no later one will. */
  Set<Integer> dropped() {
    return dropped;
  }

  /**
   * Writes it, or waits for the thread that does.
   *
   * @return bytes of its content
   * @throws IOException if that failed, now or before
   */
  int write() throws IOException {
    writing.run(); // unless another thread does or did
    return Waiting.on(writing);
  }
}
