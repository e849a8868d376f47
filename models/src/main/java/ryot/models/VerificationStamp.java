package ryot.models;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The record, beside an installed file, that its content was once hashed and found right: as long
 * as size and time of change are those of the record, the file need not be hashed again.
 *
 * @param fingerprint of the content
 * @param modifiedMillis the file's time of change, milliseconds since 1970
 * @param source which source served it, for people
 */
record VerificationStamp(Fingerprint fingerprint, long modifiedMillis, String source) {

  private static final long FILE_BYTES_MAX = 1 << 16;

  static VerificationStamp of(Path file, Fingerprint fingerprint, String source)
      throws IOException {
    return new VerificationStamp(fingerprint, modifiedMillis(file), source);
  }

  /** The record beside a file; empty if there is none that can be read. */
  static Optional<VerificationStamp> read(Path file) throws IOException {
    Path stamp = path(file);
    if (!Files.isRegularFile(stamp) || Files.size(stamp) > FILE_BYTES_MAX) {
      return Optional.empty();
    }
    try {
      CatalogNode root =
          new CatalogNode(stamp.toString(), "", JsonValue.parse(Files.readAllBytes(stamp)));
      return Optional.of(
          new VerificationStamp(
              new Fingerprint(
                  root.require("sizeBytes").number(1, Long.MAX_VALUE),
                  root.require("sha256").text()),
              root.require("modifiedMillis").number(Long.MIN_VALUE, Long.MAX_VALUE),
              root.require("source").text()));
    } catch (JacksonException | IllegalArgumentException e) {
      // A stamp only saves work: without a readable one the file is hashed again.
      return Optional.empty();
    }
  }

  void write(Path file) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json =
        JsonFactory.builder().build().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeNumberProperty("sizeBytes", fingerprint.sizeBytes());
      json.writeStringProperty("sha256", fingerprint.sha256());
      json.writeNumberProperty("modifiedMillis", modifiedMillis);
      json.writeStringProperty("source", source);
      json.writeEndObject();
    }
    Path stamp = path(file);
    // Written aside under a name of this thread's own, for two may verify the same file at once.
    Path written =
        stamp.resolveSibling(
            stamp.getFileName()
                + "."
                + ProcessHandle.current().pid()
                + "-"
                + Thread.currentThread().threadId());
    Files.writeString(written, text + "\n");
    Files.move(written, stamp, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Whether the file is still as it was when it was hashed. */
  boolean covers(Path file) throws IOException {
    return Files.size(file) == fingerprint.sizeBytes() && modifiedMillis(file) == modifiedMillis;
  }

  static Path path(Path file) {
    return file.resolveSibling(file.getFileName() + ".verified.json");
  }

  private static long modifiedMillis(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toMillis();
  }
}
