package ryot.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StoreFolderTest {

  private static final Path HOME = Path.of("/home/ada");

  @Test
  void onLinuxItIsTheCacheFolder() {
    assertThat(StoreFolder.of(Map.of(), "Linux", HOME))
        .isEqualTo(Path.of("/home/ada/.cache/ryot/models"));
  }

  @Test
  void theXdgVariableMovesItUnlessItIsRelative() {
    assertThat(StoreFolder.of(Map.of("XDG_CACHE_HOME", "/var/cache"), "Linux", HOME))
        .isEqualTo(Path.of("/var/cache/ryot/models"));
    assertThat(StoreFolder.of(Map.of("XDG_CACHE_HOME", "cache"), "Linux", HOME))
        .isEqualTo(Path.of("/home/ada/.cache/ryot/models"));
  }

  @Test
  void onMacItIsTheLibrary() {
    assertThat(StoreFolder.of(Map.of(), "Mac OS X", HOME))
        .isEqualTo(Path.of("/home/ada/Library/Caches/ryot/models"));
  }

  @Test
  void ourOwnVariableMovesItAnywhere() {
    assertThat(StoreFolder.of(Map.of("RYOT_MODELS", "/big/models"), "Mac OS X", HOME))
        .isEqualTo(Path.of("/big/models"));
    assertThat(StoreFolder.of(Map.of("RYOT_MODELS", " "), "Linux", HOME))
        .isEqualTo(Path.of("/home/ada/.cache/ryot/models"));
  }
}
