package ryot.recall;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import ryot.engine.cache.KvLayout;
import ryot.engine.cache.KvOrigin;
import ryot.engine.cache.KvShape;
import ryot.engine.cache.KvType;
import ryot.vault.seal.SecretKey;

class BlockIdTest {

  private static final byte[] KEY = new byte[32];
  private static final byte[] NO_SALT = {};
  private static final int[] TEXT = IntStream.range(0, 200).toArray();
  private static final KvOrigin ORIGIN = origin("m", "a", KvType.F16);

  private static KvOrigin origin(String model, String arithmetic, KvType type) {
    return new KvOrigin(model, arithmetic, new KvLayout(new KvShape(2, 3, 4), type));
  }

  private static BlockId id(byte[] key, byte[] salt, KvOrigin origin, int[] text, int length) {
    return new BlockId.Chain(SecretKey.taking(key.clone()), salt).of(origin, text, length);
  }

  @Test
  void theSameIsNamedTheSame() {
    assertThat(id(KEY, NO_SALT, ORIGIN, TEXT, 100))
        .isEqualTo(id(KEY, NO_SALT, origin("m", "a", KvType.F16), TEXT.clone(), 100));
    assertThat(id(KEY, NO_SALT, ORIGIN, TEXT, 100).hex()).matches("[0-9a-f]{64}");
  }

  @Test
  void whateverDiffersIsNamedDifferently() {
    Set<BlockId> ids = new HashSet<>();
    for (int length = 1; length <= 200; length++) {
      assertThat(ids.add(id(KEY, NO_SALT, ORIGIN, TEXT, length))).as("%d", length).isTrue();
    }
    for (int i = 0; i < 130; i++) {
      int[] other = TEXT.clone();
      other[i] += 1000;
      assertThat(ids.add(id(KEY, NO_SALT, ORIGIN, other, 130))).as("token %d", i).isTrue();
    }
    byte[] otherKey = KEY.clone();
    otherKey[31] = 1;
    assertThat(ids.add(id(otherKey, NO_SALT, ORIGIN, TEXT, 130))).isTrue();
    assertThat(ids.add(id(KEY, "a".getBytes(UTF_8), ORIGIN, TEXT, 130))).isTrue();
    assertThat(ids.add(id(KEY, NO_SALT, origin("n", "a", KvType.F16), TEXT, 130))).isTrue();
    assertThat(ids.add(id(KEY, NO_SALT, origin("m", "b", KvType.F16), TEXT, 130))).isTrue();
    assertThat(ids.add(id(KEY, NO_SALT, origin("m", "a", KvType.F32), TEXT, 130))).isTrue();
  }

  @Test
  void aChainThatIsAdvancedNamesAsOneThatIsBegunAnew() {
    BlockId.Chain chain = new BlockId.Chain(SecretKey.taking(KEY.clone()), NO_SALT);
    chain.start(ORIGIN);
    assertThat(chain.id(TEXT, 0, 64)).isEqualTo(id(KEY, NO_SALT, ORIGIN, TEXT, 64));
    chain.advance();
    assertThat(chain.id(TEXT, 64, 100)).isEqualTo(id(KEY, NO_SALT, ORIGIN, TEXT, 100));
    assertThat(chain.id(TEXT, 64, 128)).isEqualTo(id(KEY, NO_SALT, ORIGIN, TEXT, 128));
    chain.advance();
    assertThat(chain.id(TEXT, 128, 192)).isEqualTo(id(KEY, NO_SALT, ORIGIN, TEXT, 192));
  }
}
