package ryot.bench.stores;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;

/** LMDB: one transaction for each call, synced when it commits. */
final class LmdbStore implements Store {
  private static final long MAP_BYTES = 16L << 30;

  private final Env<ByteBuffer> environment;
  private final Dbi<ByteBuffer> database;

  LmdbStore(Path folder) {
    environment = Env.create().setMapSize(MAP_BYTES).setMaxDbs(1).open(folder.toFile());
    database = environment.openDbi("values", DbiFlags.MDB_CREATE);
  }

  @Override
  public void put(List<Pair> pairs) {
    try (Txn<ByteBuffer> transaction = environment.txnWrite()) {
      for (Pair pair : pairs) {
        database.put(transaction, direct(pair.key()), direct(pair.value()));
      }
      transaction.commit();
    }
  }

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  @Override
  public byte[] get(byte[] key) throws IOException {
    try (Txn<ByteBuffer> transaction = environment.txnRead()) {
      ByteBuffer found = database.get(transaction, direct(key));
      if (found == null) {
        throw new IOException("a key that was put is not there");
      }
      byte[] value = new byte[found.remaining()];
      found.get(value);
      return value;
    }
  }

  @Override
  public void close() {
    environment.close();
  }
}
