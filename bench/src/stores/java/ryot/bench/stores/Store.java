package ryot.bench.stores;

import java.io.IOException;
import java.util.List;

/** A store of bytes by key; any number of threads may use it. */
interface Store extends AutoCloseable {

  /** A key and its value. */
  record Pair(byte[] key, byte[] value) {}

  /** Stores all pairs; they are safe from a loss of power when this returns. */
  void put(List<Pair> pairs) throws IOException;

  /** The value of a key that was put. */
  byte[] get(byte[] key) throws IOException;

  @Override
  void close() throws IOException;
}
