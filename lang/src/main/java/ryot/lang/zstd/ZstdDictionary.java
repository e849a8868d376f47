package ryot.lang.zstd;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ryot.lang.Codec;
import ryot.lang.Model;
import ryot.lang.ModelId;
import ryot.lang.Tier;

/**
 * A trained Zstandard dictionary, prepared once for all contexts. It holds pieces of the messages
 * that it was trained on, word for word, and is as confidential as they are.
 */
public final class ZstdDictionary implements Model {

  /** Largest dictionary that is accepted, bytes. */
  public static final int BYTES_MAX = 16 << 20;

  private final byte[] content;
  private final ModelId id;
  private final ZstdDictCompress forCoding;
  private final ZstdDictDecompress forDecoding;
  private final int level;

  private ZstdDictionary(byte[] content, int level) {
    this.content = content;
    this.id = ModelId.of(content);
    this.level = level;
    this.forDecoding = new ZstdDictDecompress(content);
    this.forCoding = new ZstdDictCompress(content, level);
  }

  /**
   * The dictionary in {@code content}, as {@link DictionaryTrainer} or {@code zstd --train} made
   * it, for coding at the usual level.
   *
   * @throws IllegalArgumentException if it is none, or damaged
   */
  public static ZstdDictionary of(byte[] content) {
    return of(content, ZstdCodec.LEVEL);
  }

  /** The same for coding at {@code level}, 1 to 22. */
  public static ZstdDictionary of(byte[] content, int level) {
    Objects.checkIndex(content.length, BYTES_MAX + 1);
    if (Zstd.getDictIdFromDict(content) == 0) {
      throw refused(content, "not a Zstandard dictionary", null);
    }
    try {
      return new ZstdDictionary(content.clone(), level);
    } catch (IllegalStateException e) { // which says which call failed, and no more
      throw refused(content, "a Zstandard dictionary that is damaged or cut short", e);
    }
  }

  private static IllegalArgumentException refused(
      byte[] content, String what, @Nullable IllegalStateException cause) {
    return new IllegalArgumentException(
        "these " + content.length + " bytes are " + what + "; ./ryot lang train makes one", cause);
  }

  /** The dictionary's bytes, as they are kept in a file. */
  public byte[] content() {
    return content.clone();
  }

  @Override
  public Tier tier() {
    return Tier.STREAM;
  }

  @Override
  public ModelId id() {
    return id;
  }

  @Override
  public Codec newCodec() {
    return ZstdCodec.with(this);
  }

  int level() {
    return level;
  }

  ZstdDictCompress forCoding() {
    return forCoding;
  }

  ZstdDictDecompress forDecoding() {
    return forDecoding;
  }
}
