package ryot.lang.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import ryot.lang.Tier;

/**
 * Fuzzing of every decoder: whatever the bytes are, they give a message or one of three named
 * errors, and nothing else. Seeds are fixed, so that a build means the same every time; {@code
 * -Dryot.fuzz.cases=N} goes on for longer and {@code -Dryot.fuzz.seed=N} elsewhere.
 */
class DecoderFuzzTest {

  private static final int CASES = Integer.getInteger("ryot.fuzz.cases", 1_500);
  private static final long SEED = Long.getLong("ryot.fuzz.seed", 20_261_125L);

  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "The capital of France is Paris.",
          "{\"role\": \"assistant\", \"content\": null, \"tool_calls\": [{\"id\": \"call_9\"}]}\n",
          "def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\n",
          "Ein Baum, дерево, 木, \uD83C\uDF33; 0xDEADBEEF 3.14159 https://example.org/?q=1#top\n");

  /** One way from a text to bytes and back. */
  private interface Target {
    byte[] encode(byte[] text) throws IOException;

    byte[] decode(byte[] bytes) throws IOException;
  }

  @Test
  void messageDecodersGiveBytesOrANamedError() throws IOException {
    for (EnumSet<Tier> tiers :
        List.of(
            EnumSet.of(Tier.TOKEN),
            EnumSet.of(Tier.STREAM),
            EnumSet.of(Tier.STORED),
            EnumSet.of(Tier.TOKEN, Tier.STREAM))) {
      MessageCodec codec = Sigma.standard().messages(tiers);
      fuzz(
          new Target() {
            @Override
            public byte[] encode(byte[] text) {
              return codec.encode(text);
            }

            @Override
            public byte[] decode(byte[] bytes) {
              return codec.decode(bytes, 1 << 20);
            }
          },
          CASES);
    }
  }

  @Test
  void containerDecodersGiveBytesOrANamedError() throws IOException {
    Sigma sigma = Sigma.standard();
    for (StreamOptions way :
        List.of(
            StreamOptions.ofSession(),
            StreamOptions.ofBlocks(EnumSet.of(Tier.TOKEN)),
            StreamOptions.ofBlocks(EnumSet.of(Tier.STREAM)))) {
      fuzz(
          new Target() {
            @Override
            public byte[] encode(byte[] text) {
              return ContainerTest.write(text, way);
            }

            @Override
            public byte[] decode(byte[] bytes) throws IOException {
              try (SigmaInputStream in = sigma.reader(new ByteArrayInputStream(bytes))) {
                return in.readNBytes(1 << 20);
              }
            }
          },
          Math.max(1, CASES / 10));
    }
  }

  @Test
  void indexesAreReadOrRefused() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < CASES; i++) {
      byte[] body = new byte[random.nextInt(40)];
      random.nextBytes(body);
      try {
        assertThat(BlockIndex.read(body).count()).isBetween(0, body.length);
      } catch (MalformedFrameException e) {
        assertThat(e).hasMessageMatching("(?s).{10,}");
      }
    }
  }

  private static void fuzz(Target target, int cases) throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < cases; i++) {
      byte[] text = text(random);
      byte[] coded = target.encode(text);
      assertThat(Arrays.equals(target.decode(coded), text)).as("case " + i).isTrue();
      try {
        assertThat(target.decode(changed(random, coded))).isNotNull();
      } catch (MalformedFrameException | NewerFormatException | UnknownModelException e) {
        assertThat(e.getMessage()).as("case " + i).isNotNull();
      } catch (RuntimeException e) {
        throw new AssertionError("case " + i + " of seed " + SEED + " leaves as " + e, e);
      }
    }
  }

  /** Pieces of texts, bytes of any value, and repetition. */
  private static byte[] text(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      String piece = TEXTS.get(random.nextInt(TEXTS.size()));
      int from = random.nextInt(piece.length() + 1);
      text.append(piece.substring(from).repeat(random.nextInt(12) == 0 ? 9 : 1));
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    for (int i = random.nextInt(3); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  /** Bits turned, bytes cut, doubled, or noise altogether. */
  private static byte[] changed(SplittableRandom random, byte[] coded) {
    if (random.nextInt(10) == 0 || coded.length == 0) {
      byte[] noise = new byte[random.nextInt(64)];
      random.nextBytes(noise);
      return noise;
    }
    byte[] changed = coded.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      changed[random.nextInt(changed.length)] ^= (byte) (1 + random.nextInt(255));
    }
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(changed, random.nextInt(changed.length + 1));
      case 1 -> Arrays.copyOf(changed, changed.length + random.nextInt(9));
      default -> changed;
    };
  }
}
