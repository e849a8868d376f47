package ryot.lab.workload;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import ryot.vault.Rsu;

/**
 * Units as agents and engines would store them, drawn by a seed: of ten, seven are notes of 1 to 4
 * KiB with their token ids, two documents of 16 KiB with token ids and an embedding, and one is a
 * prompt of 2 KiB with keys and values of 64 to 256 KiB. Texts are real, numbers random.
 */
final class MixedUnits {
  private static final int KIB = 1 << 10;
  private static final int EMBEDDING = 384;

  private final String text;
  private final SplittableRandom random;

  private MixedUnits(String text, SplittableRandom random) {
    this.text = text;
    this.random = random;
  }

  static MixedUnits of(long seed) throws IOException {
    return new MixedUnits(
        new String(HeldOutMessages.read(), StandardCharsets.UTF_8), new SplittableRandom(seed));
  }

  /** The next unit, of this id. */
  Rsu next(String id) {
    int draw = random.nextInt(10);
    if (draw < 7) {
      return texts(Rsu.builder(id).kind("note"), KIB + random.nextInt(3 * KIB)).build();
    }
    if (draw < 9) {
      float[] embedding = new float[EMBEDDING];
      for (int i = 0; i < EMBEDDING; i++) {
        embedding[i] = (float) random.nextGaussian();
      }
      return texts(Rsu.builder(id).kind("document"), 16 * KIB).embedding(embedding).build();
    }
    byte[] kv = new byte[64 * KIB * (1 + random.nextInt(4))];
    random.nextBytes(kv);
    return texts(Rsu.builder(id).kind("prompt"), 2 * KIB)
        .recompute(Duration.ofSeconds(1))
        .kv(MemorySegment.ofArray(kv))
        .build();
  }

  /** A stretch of the messages, and as many token ids as such a text has. */
  private Rsu.Builder texts(Rsu.Builder unit, int length) {
    int start = random.nextInt(text.length() - length);
    int[] tokens = new int[length / 4];
    Arrays.setAll(tokens, _ -> random.nextInt(49_152));
    return unit.text(text.substring(start, start + length)).tokens(tokens).tag("measured");
  }

  /** Whether two units hold the same. */
  static boolean same(Rsu one, Rsu other) {
    return one.id().equals(other.id())
        && one.kind().equals(other.kind())
        && one.tags().equals(other.tags())
        && one.text().equals(other.text())
        && Arrays.equals(one.tokens().orElseThrow(), other.tokens().orElseThrow())
        && Arrays.equals(
            one.embedding().orElse(new float[0]), other.embedding().orElse(new float[0]))
        && one.kv().orElse(MemorySegment.NULL).mismatch(other.kv().orElse(MemorySegment.NULL)) < 0;
  }
}
