package ryot.vault;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import ryot.vault.log.RecordId;
import ryot.vault.seal.Hmac;
import ryot.vault.seal.Keyring;
import ryot.vault.seal.SecretKey;

/** What units are called in the log: keyed hashes of their ids. Any thread may ask. */
final class RecordIds implements AutoCloseable {
  private static final String PURPOSE = "rsu-id";
  private static final int IDLE_MAX = 16;

  private final SecretKey key;
  private final ArrayBlockingQueue<Hmac> idle = new ArrayBlockingQueue<>(IDLE_MAX);

  RecordIds(Keyring keyring) {
    key = keyring.derived(PURPOSE);
  }

  RecordId of(String id) {
    Hmac hmac = idle.poll();
    if (hmac == null) {
      hmac = new Hmac(key);
    }
    byte[] hash = hmac.add(id.getBytes(StandardCharsets.UTF_8)).finish();
    if (!idle.offer(hmac)) {
      hmac.close();
    }
    return RecordId.of(hash);
  }

  @Override
  public void close() {
    Hmac hmac = idle.poll();
    while (hmac != null) {
      hmac.close();
      hmac = idle.poll();
    }
    key.close();
  }
}
