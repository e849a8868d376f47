package ryot.bench.stores;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import ryot.vault.Rsu;
import ryot.vault.Transaction;
import ryot.vault.Vault;
import ryot.vault.VaultOptions;
import ryot.vault.seal.Argon2Cost;
import ryot.vault.seal.Credential;
import ryot.vault.storage.DiskStorage;

/** The vault as everybody uses it: a value is a unit's bytes, encrypted. */
final class VaultStore implements Store {
  private final Vault vault;

  VaultStore(Path folder) throws IOException {
    try (Credential credential = Credential.passphrase("measured".toCharArray())) {
      vault =
          Vault.create(
              DiskStorage.open(folder), credential, Argon2Cost.KEY_FILE, VaultOptions.usual());
    }
  }

  @Override
  public void put(List<Pair> pairs) throws IOException {
    Transaction transaction = vault.transaction();
    for (Pair pair : pairs) {
      transaction.put(Rsu.builder(id(pair.key())).kv(MemorySegment.ofArray(pair.value())).build());
    }
    transaction.commit();
  }

  @Override
  public byte[] get(byte[] key) throws IOException {
    return vault.get(id(key)).orElseThrow().kv().orElseThrow().toArray(ValueLayout.JAVA_BYTE);
  }

  private static String id(byte[] key) {
    return HexFormat.of().formatHex(key);
  }

  @Override
  public void close() throws IOException {
    vault.close();
  }
}
