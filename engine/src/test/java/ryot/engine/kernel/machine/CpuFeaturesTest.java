package ryot.engine.kernel.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static ryot.engine.kernel.machine.CpuFeature.AVX2;
import static ryot.engine.kernel.machine.CpuFeature.AVX512BW;
import static ryot.engine.kernel.machine.CpuFeature.AVX512DQ;
import static ryot.engine.kernel.machine.CpuFeature.AVX512F;
import static ryot.engine.kernel.machine.CpuFeature.AVX512VL;
import static ryot.engine.kernel.machine.CpuFeature.AVX512_BF16;
import static ryot.engine.kernel.machine.CpuFeature.AVX512_VBMI;
import static ryot.engine.kernel.machine.CpuFeature.AVX512_VNNI;
import static ryot.engine.kernel.machine.CpuFeature.AVX_VNNI;
import static ryot.engine.kernel.machine.CpuFeature.BMI1;
import static ryot.engine.kernel.machine.CpuFeature.BMI2;
import static ryot.engine.kernel.machine.CpuFeature.F16C;
import static ryot.engine.kernel.machine.CpuFeature.FMA;
import static ryot.engine.kernel.machine.CpuFeature.GFNI;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What is concluded from a processor's answers; and, on this machine, what the system concludes.
 */
class CpuFeaturesTest {
  private static final long SAVES_AVX = 0x7;
  private static final long SAVES_AVX512 = 0xE7;

  /** Answers of AMD's Zen 3 and Zen 4 and of Intel's Alder Lake, as far as they are asked for. */
  private static final Answers ZEN_3 =
      new Answers(SAVES_AVX)
          .with(0, 0, 0x10)
          .with(1, 0, 0x00A20F10, 0x00020800, 0x7EF8320B, 0x178BFBFF)
          .with(7, 0, 0, 0x219C97A9, 0x0040068C, 0x00000010);

  private static final Answers ZEN_4 =
      new Answers(SAVES_AVX512)
          .with(0, 0, 0x10)
          .with(1, 0, 0x00A10F11, 0x00020800, 0x7EFA320B, 0x178BFBFF)
          .with(7, 0, 1, 0xF1BF97A9, 0x00405FCE, 0x10000010)
          .with(7, 1, 0x00000020);

  private static final Answers ALDER_LAKE =
      new Answers(SAVES_AVX)
          .with(0, 0, 0x20)
          .with(1, 0, 0x00090672, 0x00800800, 0x7FFAFBBF, 0xBFEBFBFF)
          .with(7, 0, 2, 0x239C27EB, 0x98C027AC, 0xFC1CC410)
          .with(7, 1, 0x00400810 | 1 << 4);

  private static final Set<CpuFeature> AVX2_LEVEL = EnumSet.of(AVX2, FMA, F16C, BMI1, BMI2);

  @Test
  void eachProcessorIsKnownByItsAnswers() {
    assertThat(CpuFeatures.of(ZEN_3).all()).isEqualTo(AVX2_LEVEL);
    assertThat(CpuFeatures.of(ZEN_4).all()).isEqualTo(EnumSet.complementOf(EnumSet.of(AVX_VNNI)));
    assertThat(CpuFeatures.of(ALDER_LAKE).all())
        .isEqualTo(EnumSet.of(AVX2, FMA, F16C, BMI1, BMI2, AVX_VNNI, GFNI));
  }

  @Test
  void whatTheSystemDoesNotSaveIsNotThere() {
    CpuFeatures features = CpuFeatures.of(ZEN_4.saving(SAVES_AVX));
    assertThat(features.all())
        .containsAll(AVX2_LEVEL)
        .contains(GFNI)
        .doesNotContain(
            AVX512F, AVX512BW, AVX512VL, AVX512DQ, AVX512_VNNI, AVX512_BF16, AVX512_VBMI);
    assertThat(CpuFeatures.of(ZEN_4.saving(0x3)).all()).containsOnly(BMI1, BMI2);
  }

  @Test
  void withoutXgetbvNoVectorsAreAssumed() {
    int[] basic = ZEN_4.ask(1, 0);
    Answers none = ZEN_4.with(1, 0, basic[0], basic[1], basic[2] & ~(1 << 27), basic[3]);
    assertThat(CpuFeatures.of(none.refusingXgetbv()).all()).containsOnly(BMI1, BMI2);
  }

  @Test
  void whatIsNotAnsweredIsNotAskedFor() {
    // an old processor repeats its last leaf for those it does not have
    Answers old = ZEN_4.with(0, 0, 1);
    assertThat(CpuFeatures.of(old).all()).isEqualTo(EnumSet.of(FMA, F16C));
    Answers withoutParts = ZEN_4.with(7, 0, 0, 0xF1BF97A9, 0x00405FCE, 0);
    assertThat(CpuFeatures.of(withoutParts).all()).doesNotContain(AVX512_BF16, AVX_VNNI);
  }

  @Test
  void hasMeansAllOfThem() {
    CpuFeatures features = CpuFeatures.of(ZEN_3);
    assertThat(features.has()).isTrue();
    assertThat(features.has(AVX2, FMA)).isTrue();
    assertThat(features.has(AVX2, AVX512F)).isFalse();
  }

  @Test
  void theBrandIsReadFromThreeAnswers() {
    Answers named =
        ZEN_3
            .with(0x8000_0000, 0, 0x8000_0021)
            .with(0x8000_0002, 0, 0x20444D41, 0x43595045, 0x34423920, 0x00000000);
    assertThat(CpuFeatures.of(named).brand()).isEqualTo("AMD EPYC 9B4");
    assertThat(CpuFeatures.of(ZEN_3).brand()).isEmpty();
  }

  @Test
  void thisMachineHasWhatItsSystemLists() throws IOException {
    Path listed = Path.of("/proc/cpuinfo");
    assumeTrue(Files.isReadable(listed), "not Linux");
    CpuFeatures features = CpuFeatures.detect();
    assumeTrue(features.obstacle().isEmpty(), () -> features.obstacle().orElseThrow());
    List<String> flags =
        Files.readAllLines(listed).stream()
            .filter(line -> line.startsWith("flags"))
            .findFirst()
            .map(line -> List.of(line.split("\\s+", -1)))
            .orElse(List.of());
    Set<CpuFeature> expected = EnumSet.noneOf(CpuFeature.class);
    for (CpuFeature feature : CpuFeature.values()) {
      String flag = feature.name().toLowerCase(Locale.ROOT);
      if (flags.contains(flag) || flags.contains(flag.replace("avx512_vbmi", "avx512vbmi"))) {
        expected.add(feature);
      }
    }
    assertThat(features.all()).isEqualTo(expected);
    assertThat(features.brand()).isNotEmpty();
  }

  /** Answers as recorded; what was not asked for then is zero, as processors answer. */
  private record Answers(long xcr0, boolean hasXgetbv, Map<Long, int[]> leaves) implements Cpuid {
    Answers(long xcr0) {
      this(xcr0, true, Map.of());
    }

    Answers with(int leaf, int part, int... registers) {
      Map<Long, int[]> more = new HashMap<>(leaves);
      more.put(key(leaf, part), Arrays.copyOf(registers, 4));
      return new Answers(xcr0, hasXgetbv, more);
    }

    Answers saving(long other) {
      return new Answers(other, hasXgetbv, leaves);
    }

    Answers refusingXgetbv() {
      return new Answers(xcr0, false, leaves);
    }

    private static long key(int leaf, int part) {
      return ((long) leaf << 32) | part;
    }

    @Override
    public int[] ask(int leaf, int part) {
      return leaves.getOrDefault(key(leaf, part), new int[4]);
    }

    @Override
    public long xcr0() {
      if (!hasXgetbv) {
        throw new AssertionError("xgetbv is an invalid instruction here");
      }
      return xcr0;
    }
  }
}
