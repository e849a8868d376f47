package ryot.lang.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import ryot.lang.Model;
import ryot.lang.model.TokenTables;
import ryot.lang.zstd.ZstdDictionary;

/**
 * The models in this jar, first generation: the token tier's default tables, and the dictionary
 * trained on the same text. Read once, when they are first asked for.
 */
final class Shipped {

  private static final String DICTIONARY = "/ryot/lang/zstd/standard.dict";

  private Shipped() {}

  /** Holds them from the first use on. */
  private static final class Holder {
    static final List<Model> MODELS =
        List.of(TokenModel.of(TokenTables.standard()), ZstdDictionary.of(dictionary()));
  }

  static List<Model> models() {
    return Holder.MODELS;
  }

  static byte[] dictionary() {
    try (InputStream in =
        Objects.requireNonNull(Shipped.class.getResourceAsStream(DICTIONARY), DICTIONARY)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("the jar's own " + DICTIONARY + " cannot be read", e);
    }
  }
}
