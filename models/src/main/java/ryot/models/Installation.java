package ryot.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One model's place in the store: what lies there, and whether it is what it should be. */
final class Installation {

  private static final String BY_HAND = "put there by hand";

  private final CatalogModel model;
  private final Path file;

  Installation(CatalogModel model, Path folder) {
    this.model = model;
    this.file = folder.resolve(model.file());
  }

  Path file() {
    return file;
  }

  /** Looks at names, sizes and the stamp, never at contents. */
  ModelStatus status() throws IOException {
    if (!Files.isRegularFile(file)) {
      Path part = file.resolveSibling(file.getFileName() + ".part");
      long left = Files.isRegularFile(part) ? Files.size(part) : 0;
      return status(left > 0 ? ModelStatus.State.PARTIAL : ModelStatus.State.ABSENT, left);
    }
    long size = Files.size(file);
    Optional<VerificationStamp> stamp = VerificationStamp.read(file);
    Fingerprint expected = expected(stamp);
    if (expected != null && size != expected.sizeBytes()) {
      return status(ModelStatus.State.DAMAGED, size);
    }
    boolean stamped =
        expected != null
            && stamp.isPresent()
            && stamp.get().covers(file)
            && stamp.get().fingerprint().equals(expected);
    return status(stamped ? ModelStatus.State.INSTALLED : ModelStatus.State.UNVERIFIED, size);
  }

  /**
   * As {@link #status}, but a file that was never verified is hashed and stamped, if it is known
   * what it should be.
   */
  ModelStatus settled(PullProgress progress) throws IOException {
    ModelStatus status = status();
    Optional<VerificationStamp> stamp = VerificationStamp.read(file);
    Fingerprint expected = expected(stamp);
    if (status.state() != ModelStatus.State.UNVERIFIED || expected == null) {
      return status;
    }
    if (!hash(progress).equals(expected.sha256())) {
      return status(ModelStatus.State.DAMAGED, status.bytesHere());
    }
    stamp(expected, stamp.map(VerificationStamp::source).orElse(BY_HAND), progress);
    return status(ModelStatus.State.INSTALLED, status.bytesHere());
  }

  /** Records that the file is right; where that cannot be written, it will be hashed each time. */
  void stamp(Fingerprint fingerprint, String source, PullProgress progress) {
    try {
      VerificationStamp.of(file, fingerprint, source).write(file);
    } catch (IOException e) {
      progress.note("cannot write beside " + file + " that it is verified: " + e.getMessage());
    }
  }

  /** What is known of a file that is here and not damaged. */
  PullResult result(PullProgress progress) throws IOException {
    Optional<VerificationStamp> stamp = VerificationStamp.read(file);
    Fingerprint expected = expected(stamp);
    return new PullResult(
        file,
        stamp.map(VerificationStamp::source).orElse(BY_HAND),
        Files.size(file),
        expected == null ? hash(progress) : expected.sha256(),
        false);
  }

  /** Says what is wrong with a damaged file. */
  String damage() throws IOException {
    Fingerprint expected = expected(VerificationStamp.read(file));
    return String.format(
        Locale.ROOT,
        "%s is damaged: %,d bytes, expected %s",
        file,
        Files.size(file),
        expected == null ? "others" : expected);
  }

  /** The catalogue's word, else what the hub stated when the file was pulled. */
  private @Nullable Fingerprint expected(Optional<VerificationStamp> stamp) {
    Fingerprint catalogue = model.fingerprint();
    return catalogue == null ? stamp.map(VerificationStamp::fingerprint).orElse(null) : catalogue;
  }

  private String hash(PullProgress progress) throws IOException {
    MessageDigest digest = PartFile.sha256();
    progress.start("checking " + file.getFileName(), Files.size(file), 0);
    PartFile.hash(file, digest, Files.size(file), progress);
    return HexFormat.of().formatHex(digest.digest());
  }

  private ModelStatus status(ModelStatus.State state, long bytesHere) {
    return new ModelStatus(model, state, file, bytesHere);
  }
}
