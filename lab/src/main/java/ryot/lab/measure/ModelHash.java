package ryot.lab.measure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import ryot.lab.results.ModelIdentity;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * SHA-256 of model files. Hashing gigabytes takes a while, so hashes are remembered in a small
 * file, by path, size and time of the last change.
 */
public final class ModelHash {

  private static final int BUFFER = 1 << 20;

  private final Path memory;

  /** Remembers in {@code memory}, which need not exist. */
  public ModelHash(Path memory) {
    this.memory = memory;
  }

  /** Identifies {@code file}, which the user called {@code name}. */
  public ModelIdentity identify(String name, Path file) throws IOException {
    String key =
        file.toAbsolutePath() + " " + Files.size(file) + " " + Files.getLastModifiedTime(file);
    Map<String, String> known = remembered();
    String hash = known.get(key);
    if (hash == null) {
      hash = sha256(file);
      known.put(key, hash);
      Files.writeString(memory, JsonMapper.shared().writeValueAsString(known));
    }
    return new ModelIdentity(name, file.getFileName().toString(), Files.size(file), hash);
  }

  private Map<String, String> remembered() throws IOException {
    if (!Files.exists(memory)) {
      return new LinkedHashMap<>();
    }
    try {
      return JsonMapper.shared()
          .readValue(
              Files.readString(memory), new TypeReference<LinkedHashMap<String, String>>() {});
    } catch (JacksonException e) {
      // A broken memory is only slower.
      return new LinkedHashMap<>();
    }
  }

  static String sha256(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
