package ryot.vault.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import ryot.vault.seal.Keyring;
import ryot.vault.storage.SimulatedStorage;
import ryot.vault.storage.SimulatedStorage.Written;

/**
 * No key seals two frames under one nonce: looked for in all that was ever written, since a key
 * follows from the salt of its file, and the nonce from where the frame is.
 */
class NonceTest {
  private static final LogOptions TINY = new LogOptions(4 << 10, 4 << 10, 8 << 10, false);

  private final Keyring keyring = TestKeys.keyring();

  /** What was sealed, by salt and frame. */
  private final Map<String, byte[]> sealed = new HashMap<>();

  @Test
  void copiesOfALogNeverUseTheSameNonce() throws IOException {
    SimulatedStorage storage = new SimulatedStorage();
    Log.create(storage, keyring);
    use(storage, "first");
    SimulatedStorage copy = new SimulatedStorage(storage.files());
    SimulatedStorage again = new SimulatedStorage(storage.files());
    use(storage, "original");
    use(copy, "copy");
    use(again, "another copy");
    List.of(storage, copy, again).forEach(this::collect);
    assertThat(sealed).hasSizeGreaterThan(60);
  }

  @Test
  void aLogThatCrashedNeverUsesTheSameNonce() throws Exception {
    SimulatedStorage storage = new SimulatedStorage();
    Log.create(storage, keyring);
    int mark = storage.mark();
    use(storage, "before");
    collect(storage);
    storage
        .crashes(mark)
        .forEach(
            (files, _) -> {
              SimulatedStorage left = new SimulatedStorage(files);
              use(left, "after");
              collect(left);
            });
    assertThat(sealed).hasSizeGreaterThan(1_000);
  }

  private void use(SimulatedStorage storage, String value) throws IOException {
    try (Log log = Log.open(storage, keyring, TINY, IndexListener.none(), Background.immediate())) {
      for (int i = 0; i < 4; i++) {
        log.commit(List.of(LogTest.put("a" + i, value), LogTest.put("b", value + i)));
      }
      log.compact(0.1, 0, LogProgress.none());
    }
  }

  private void collect(SimulatedStorage storage) {
    for (Written write : storage.writes()) {
      String magic = new String(write.beginning(), 0, 8, US_ASCII);
      if (magic.equals("RYOTSEG1") && write.position() > 0) {
        byte[] salt = Arrays.copyOfRange(write.beginning(), 40, 40 + SegmentInfo.SALT_BYTES);
        collectFrames(HexFormat.of().formatHex(salt), ByteBuffer.wrap(write.bytes()));
      } else if (magic.equals("RYOTSEAL")) {
        byte[] salt = SealedFile.saltOf(write.bytes());
        require(HexFormat.of().formatHex(salt), write.bytes());
      }
    }
  }

  private void collectFrames(String salt, ByteBuffer written) {
    for (int at = 0; at < written.limit(); ) {
      int bytes = Frames.sectors(written, at) * 512;
      assertThat(bytes).isPositive();
      byte[] frame = new byte[bytes];
      written.get(at, frame);
      require(salt + " " + Frames.counter(written, at), frame);
      at += bytes;
    }
  }

  private void require(String nonce, byte[] bytes) {
    byte[] before = sealed.putIfAbsent(nonce, bytes);
    if (before != null) {
      assertThat(bytes).as(nonce).isEqualTo(before);
    }
  }
}
