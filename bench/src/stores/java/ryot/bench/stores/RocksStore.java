package ryot.bench.stores;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.CompressionType;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** RocksDB: every write synced, values of 4 KiB and more in blob files, no compression. */
final class RocksStore implements Store {
  private static final int BLOB_BYTES_MIN = 4 << 10;

  private final Options options =
      new Options()
          .setCreateIfMissing(true)
          .setCompressionType(CompressionType.NO_COMPRESSION)
          .setEnableBlobFiles(true)
          .setMinBlobSize(BLOB_BYTES_MIN);
  private final WriteOptions synced = new WriteOptions().setSync(true);
  private final RocksDB database;

  RocksStore(Path folder) throws IOException {
    try {
      database = RocksDB.open(options, folder.toString());
    } catch (RocksDBException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void put(List<Pair> pairs) throws IOException {
    try (WriteBatch batch = new WriteBatch()) {
      for (Pair pair : pairs) {
        batch.put(pair.key(), pair.value());
      }
      database.write(synced, batch);
    } catch (RocksDBException e) {
      throw new IOException(e);
    }
  }

  @Override
  public byte[] get(byte[] key) throws IOException {
    try {
      byte[] value = database.get(key);
      if (value == null) {
        throw new IOException("a key that was put is not there");
      }
      return value;
    } catch (RocksDBException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    database.close();
    synced.close();
    options.close();
  }
}
