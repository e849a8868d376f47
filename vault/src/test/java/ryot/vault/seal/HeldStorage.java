package ryot.vault.seal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import ryot.vault.storage.Storage;
import ryot.vault.storage.StorageFile;

/** Whole files in memory, as far as a keyring needs them; replacing can be made to fail. */
final class HeldStorage implements Storage {
  final Map<String, byte[]> files = new HashMap<>();
  boolean failing;

  @Override
  public List<String> list() {
    return List.copyOf(new TreeSet<>(files.keySet()));
  }

  @Override
  public byte[] readAll(String name, int sizeMax) throws IOException {
    byte[] content = files.get(name);
    if (content == null) {
      throw new NoSuchFileException(name);
    }
    if (content.length > sizeMax) {
      throw new IOException(name + " is too large");
    }
    return content.clone();
  }

  @Override
  public void replace(String name, byte[] content) throws IOException {
    if (failing) {
      throw new IOException("the disk is gone");
    }
    files.put(name, content.clone());
  }

  @Override
  public String location() {
    return "held";
  }

  @Override
  public StorageFile create(String name, long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public StorageFile open(String name, boolean writable) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void rename(String from, String to) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void force() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Closeable lock(String name, String holder) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
