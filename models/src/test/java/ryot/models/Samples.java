package ryot.models;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Contents, models and policies for tests. */
final class Samples {

  /** Quick to lose patience, as tests must be. */
  static final TransferPolicy IMPATIENT =
      new TransferPolicy(
          Duration.ofSeconds(3),
          Duration.ofSeconds(5),
          Duration.ofMillis(400),
          3,
          Duration.ofMillis(10),
          Duration.ofSeconds(2));

  private Samples() {}

  /** Bytes that no other seed gives; larger than any one network buffer. */
  static byte[] content(long seed) {
    byte[] bytes = new byte[300_007];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static String sha256(byte[] content) {
    return HexFormat.of().formatHex(PartFile.sha256().digest(content));
  }

  static Fingerprint fingerprint(byte[] content) {
    return new Fingerprint(content.length, sha256(content));
  }

  static CatalogModel model(@Nullable Fingerprint fingerprint, SourceRef... sources) {
    return new CatalogModel(
        "Tiny",
        List.of("t"),
        "a model for tests",
        "llama",
        "1M",
        "F32",
        "MIT",
        128,
        "chatml",
        "tiny.gguf",
        fingerprint,
        List.of(sources));
  }

  static SourceRef.Hub hubRef() {
    return new SourceRef.Hub("owner/tiny", "tiny.gguf", "main");
  }

  static SourceRef.PythonPackage wheelRef() {
    return new SourceRef.PythonPackage("llm-tiny", "1.0", "llm_tiny/tiny.gguf", null);
  }
}
