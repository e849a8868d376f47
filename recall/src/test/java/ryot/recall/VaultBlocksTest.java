package ryot.recall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ryot.vault.Rsu;
import ryot.vault.Vault;
import ryot.vault.seal.Credential;

class VaultBlocksTest {

  private static final String NAME = "recall/" + "0".repeat(63);

  @TempDir Path folder;

  @Test
  void unitsOfOthersWithTheSameTagAreNoBlocks() throws IOException {
    Path key = Files.write(folder.resolve("key"), new byte[64]);
    MemorySegment kv = MemorySegment.ofArray(new byte[100]);
    try (Credential credential = Credential.keyFile(key);
        Vault vault = Vault.create(folder.resolve("vault"), credential)) {
      vault.put(tagged(NAME + 0, "kv").text("no keys and values").metadata("depth", "1").build());
      vault.put(tagged(NAME + 1, "kv").kv(kv).metadata("depth", "deep").build());
      vault.put(tagged(NAME + 2, "kv").kv(kv).metadata("depth", "9999999999").build());
      vault.put(tagged(NAME + 3, "kv").kv(kv).build());
      vault.put(tagged(NAME + 4, "note").kv(kv).metadata("depth", "1").build());
      vault.put(tagged("elsewhere", "kv").kv(kv).metadata("depth", "1").build());
      vault.put(tagged(NAME + 5, "kv").kv(kv).metadata("depth", "7").build());

      assertThat(new VaultBlocks(vault).list())
          .containsExactly(Map.entry(new BlockId(NAME.substring(7) + 5), new BlockInfo(100, 7, 0)));
    }
  }

  private static Rsu.Builder tagged(String id, String kind) {
    return Rsu.builder(id).kind(kind).tag("recall");
  }
}
