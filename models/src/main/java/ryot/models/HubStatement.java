package ryot.models;

import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a hub states about a file before the bytes come. Hubs redirect to where large files lie, and
 * state size and hash on the redirection ({@code X-Linked-Size}; {@code X-Linked-ETag}, which for
 * large files is the SHA-256), so all answers of the chain are looked at, the hub's own first.
 *
 * @param sizeBytes of the whole file, or null where it is not stated
 * @param sha256 of the whole file, or null where it is not stated
 */
record HubStatement(@Nullable Long sizeBytes, @Nullable String sha256) {

  static HubStatement of(HttpResponse<?> last) {
    Long size = null;
    String sha256 = null;
    for (Optional<? extends HttpResponse<?>> at = Optional.of(last);
        at.isPresent();
        at = at.get().previousResponse()) {
      HttpResponse<?> response = at.get();
      Long linkedSize = number(response.headers().firstValue("X-Linked-Size"));
      size = linkedSize == null ? size : linkedSize;
      String hash =
          response
              .headers()
              .firstValue("X-Linked-ETag")
              .or(() -> response.headers().firstValue("ETag"))
              .map(HubStatement::unquoted)
              .filter(Fingerprint::isSha256)
              .orElse(null);
      sha256 = hash == null ? sha256 : hash;
    }
    return new HubStatement(size, sha256);
  }

  /**
   * What the bytes must be, when this is what the hub says and that is what the catalogue says.
   *
   * @throws SourceFailedException if they disagree, or if neither says enough to verify anything
   */
  Fingerprint reconciledWith(@Nullable Fingerprint catalogue) throws SourceFailedException {
    if (catalogue == null) {
      if (sizeBytes == null || sha256 == null || sizeBytes < 1) {
        throw new SourceFailedException(
            "neither the catalogue nor the hub states size and SHA-256, so nothing could be verified");
      }
      return new Fingerprint(sizeBytes, sha256);
    }
    if (sha256 != null && !sha256.equals(catalogue.sha256())) {
      throw new SourceFailedException(
          "the hub has a file with SHA-256 " + sha256 + ", expected " + catalogue.sha256());
    }
    if (sizeBytes != null && sizeBytes != catalogue.sizeBytes()) {
      throw new SourceFailedException(
          String.format(
              Locale.ROOT,
              "the hub has a file of %,d bytes, expected %,d",
              sizeBytes,
              catalogue.sizeBytes()));
    }
    return catalogue;
  }

  static @Nullable Long number(Optional<String> text) {
    return text.filter(t -> t.matches("\\d{1,18}")).map(Long::valueOf).orElse(null);
  }

  private static String unquoted(String tag) {
    String strong = tag.startsWith("W/") ? tag.substring(2) : tag;
    return strong.replace("\"", "").toLowerCase(Locale.ROOT);
  }
}
