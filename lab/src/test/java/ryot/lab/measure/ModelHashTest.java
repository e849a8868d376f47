package ryot.lab.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelHashTest {

  @TempDir Path folder;

  @Test
  void theHashIsThatOfTheBytesAndIsRemembered() throws IOException {
    Path model = Files.writeString(folder.resolve("abc.gguf"), "abc");
    ModelHash hashes = new ModelHash(folder.resolve("hashes.json"));
    assertThat(hashes.identify("the alphabet", model).sha256())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(hashes.identify("again", model).sizeBytes()).isEqualTo(3);
    Files.writeString(model, "abd");
    Files.setLastModifiedTime(model, FileTime.fromMillis(1_000));
    assertThat(hashes.identify("changed", model).sha256()).startsWith("a52d159f262b2c6d");
  }

  @Test
  void aBrokenMemoryIsNoObstacle() throws IOException {
    Path memory = Files.writeString(folder.resolve("hashes.json"), "{ not json");
    Path model = Files.writeString(folder.resolve("abc.gguf"), "abc");
    assertThat(new ModelHash(memory).identify("x", model).sha256()).startsWith("ba7816bf");
  }
}
