package ryot.lang.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import ryot.lang.Codec;

/**
 * Messages in great number go through the tables that ship and come back equal. A build takes the
 * same few thousand every time; {@code -Dryot.trips.small=N} and {@code -Dryot.trips.large=N} take
 * as many as wanted, {@code -Dryot.trips.seed=N} others, {@code -Dryot.trips.text=FOLDER} cuts them
 * from the files there instead of from this module's sources and the documentation, and {@code
 * -Dryot.trips.tables=FILE} codes by tables of one's own.
 */
class TokenRoundTripTest {

  private static final long SEED = Long.getLong("ryot.trips.seed", 20_261_128L);

  private static final int SMALL = Integer.getInteger("ryot.trips.small", 8_000);
  private static final int SMALL_BYTES_MAX = 2_048;

  private static final int LARGE = Integer.getInteger("ryot.trips.large", 120);
  private static final int LARGE_BYTES_MAX = 200_000;

  @SuppressWarnings("NullAway.Init") // before all tests
  private static byte[] text;

  private final Codec codec = new TokenCodec(tables());
  private final byte[] payload = new byte[codec.bound(LARGE_BYTES_MAX)];
  private final byte[] back = new byte[LARGE_BYTES_MAX + 1];

  @BeforeAll
  static void read() throws IOException {
    String folder = System.getProperty("ryot.trips.text");
    text =
        MixedMessages.text(
            folder == null
                ? List.of(Path.of("src", "main", "java"), Path.of("..", "docs"))
                : List.of(Path.of(folder)));
  }

  private static TokenTables tables() {
    String file = System.getProperty("ryot.trips.tables");
    if (file == null) {
      return TokenTables.standard();
    }
    try {
      return TokenTables.read(Files.readAllBytes(Path.of(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }

  @Test
  void smallMessagesComeBack() {
    comeBack(SMALL, SMALL_BYTES_MAX);
  }

  @Test
  void largeMessagesComeBack() {
    comeBack(LARGE, LARGE_BYTES_MAX);
  }

  private void comeBack(int count, int bytesMax) {
    MixedMessages messages = new MixedMessages(text, new SplittableRandom(SEED));
    for (int i = 0; i < count; i++) {
      byte[] message = messages.next(bytesMax);
      int guard = message.length;
      back[guard] = (byte) i;
      int size = codec.encode(message, 0, message.length, payload, 0);
      codec.decode(payload, 0, size, back, 0, message.length);
      if (!Arrays.equals(back, 0, guard, message, 0, guard) || back[guard] != (byte) i) {
        assertThat(Arrays.copyOf(back, guard))
            .as("message %d of seed %d, in %d bytes", i, SEED, size)
            .isEqualTo(message);
        assertThat(back[guard]).as("the byte behind message %d", i).isEqualTo((byte) i);
      }
    }
  }
}
