package ryot.recall;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import ryot.engine.cache.KvCache;
import ryot.engine.cache.KvOrigin;
import ryot.vault.seal.Hmac;
import ryot.vault.seal.SecretKey;

/**
 * What names a block: the whole text that it ends, where its keys and values come from, and whose
 * it is, under a key, so that nobody without it can tell whether a text is known.
 *
 * <pre>
 * start = HMAC-SHA256(key, "ryot kv" | origin's length | origin | salt's length | salt)
 * id    = HMAC-SHA256(key, the id before it, or start | number of tokens | tokens)
 * </pre>
 *
 * <p>Lengths and numbers have four bytes, the lowest first, as have tokens. A block has 64 tokens,
 * the last of a text as many as there are.
 *
 * @param hex 64 digits
 */
record BlockId(String hex) {

  /** Names blocks of one key and salt. One thread. */
  static final class Chain implements AutoCloseable {

    private static final byte[] LABEL = "ryot kv".getBytes(UTF_8);

    private final Hmac hmac;
    private final byte[] salt;

    /** The last block that was advanced over. */
    private byte[] last = {};

    /** The one that was named last. */
    private byte[] latest = {};

    /** A chain for texts of the tenant that {@code salt} tells from others. */
    Chain(SecretKey key, byte[] salt) {
      this.hmac = new Hmac(key);
      this.salt = salt.clone();
    }

    /** Begins a text. */
    void start(KvOrigin origin) {
      byte[] identity = origin.identity().getBytes(UTF_8);
      last =
          hmac.add(LABEL)
              .add(numbers(1).putInt(identity.length).flip())
              .add(identity)
              .add(numbers(1).putInt(salt.length).flip())
              .add(salt)
              .finish();
    }

    /** The block that holds {@code text[from, to)} and follows what was advanced over. */
    BlockId id(int[] text, int from, int to) {
      ByteBuffer tokens = numbers(1 + to - from).putInt(to - from);
      for (int i = from; i < to; i++) {
        tokens.putInt(text[i]);
      }
      latest = hmac.add(last).add(tokens.flip()).finish();
      return new BlockId(HexFormat.of().formatHex(latest));
    }

    /** What is named from now on follows the block that was named last. */
    void advance() {
      last = latest;
    }

    /** The block that ends with {@code text[0, length)}. */
    BlockId of(KvOrigin origin, int[] text, int length) {
      start(origin);
      int from = 0;
      for (; length - from > KvCache.PAGE; from += KvCache.PAGE) {
        id(text, from, from + KvCache.PAGE);
        advance();
      }
      return id(text, from, length);
    }

    private static ByteBuffer numbers(int count) {
      return ByteBuffer.allocate(count * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() {
      hmac.close();
    }
  }
}
