package ryot.models;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where models are kept on this machine, by the platform's convention. */
final class StoreFolder {

  /** Names another folder for the models. */
  static final String VARIABLE = "RYOT_MODELS";

  private StoreFolder() {}

  /**
   * The folder: what {@value #VARIABLE} says; else {@code ~/Library/Caches/ryot/models} on macOS,
   * and {@code $XDG_CACHE_HOME/ryot/models} or {@code ~/.cache/ryot/models} elsewhere (XDG Base
   * Directory Specification: a relative XDG_CACHE_HOME is to be ignored).
   *
   * @param environment environment variables
   * @param osName as in the system property {@code os.name}
   * @param home the user's home folder
   */
  static Path of(Map<String, String> environment, String osName, Path home) {
    String chosen = environment.get(VARIABLE);
    if (chosen != null && !chosen.isBlank()) {
      return Path.of(chosen).toAbsolutePath().normalize();
    }
    if (osName.toLowerCase(Locale.ROOT).startsWith("mac")) {
      return home.resolve("Library/Caches/ryot/models");
    }
    String cache = environment.get("XDG_CACHE_HOME");
    Path base =
        cache == null || cache.isBlank() || !Path.of(cache).isAbsolute()
            ? home.resolve(".cache")
            : Path.of(cache);
    return base.resolve("ryot/models");
  }
}
