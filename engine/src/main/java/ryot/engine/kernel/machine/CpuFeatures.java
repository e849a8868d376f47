package ryot.engine.kernel.machine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What processor and operating system together can do: an instruction counts only if the system
 * also saves the registers it uses. (macOS turns AVX-512 on for a thread when it is first used and
 * does not announce it before; there it counts as missing.)
 */
final class CpuFeatures {
  private static final int LEAF_BASIC = 1;
  private static final int LEAF_EXTENDED = 7;
  private static final int OSXSAVE = 1 << 27; // ECX of the basic leaf
  private static final int BRAND_COUNT = 0x8000_0000;
  private static final int BRAND_FIRST = 0x8000_0002;
  private static final int BRAND_LAST = 0x8000_0004;

  private final Set<CpuFeature> features;
  private final String brand;
  private final @Nullable String obstacle;

  private CpuFeatures(Set<CpuFeature> features, String brand, @Nullable String obstacle) {
    this.features = Collections.unmodifiableSet(features);
    this.brand = brand;
    this.obstacle = obstacle;
  }

  /** Of this machine; asks the processor anew at each call. */
  static CpuFeatures detect() {
    try (NativeCpuid cpuid = new NativeCpuid()) {
      return of(cpuid);
    } catch (ExecutableMemoryException refused) {
      return new CpuFeatures(EnumSet.noneOf(CpuFeature.class), "", refused.getMessage());
    }
  }

  /** From answers to CPUID (Intel manual volume 2A, "CPUID"). */
  static CpuFeatures of(Cpuid cpuid) {
    int last = cpuid.ask(0, 0)[0];
    int[] basic = cpuid.ask(LEAF_BASIC, 0);
    long xcr0 = (basic[2] & OSXSAVE) == 0 ? 0 : cpuid.xcr0();
    int parts = last < LEAF_EXTENDED ? -1 : cpuid.ask(LEAF_EXTENDED, 0)[0];
    Set<CpuFeature> features = EnumSet.noneOf(CpuFeature.class);
    for (CpuFeature feature : CpuFeature.values()) {
      CpuFeature.Leaf leaf = feature.leaf();
      boolean answered = leaf.number() == LEAF_BASIC || leaf.part() <= parts;
      if (answered && feature.isIn(cpuid.ask(leaf.number(), leaf.part()), xcr0)) {
        features.add(feature);
      }
    }
    return new CpuFeatures(features, brand(cpuid), null);
  }

  private static String brand(Cpuid cpuid) {
    if (Integer.compareUnsigned(cpuid.ask(BRAND_COUNT, 0)[0], BRAND_LAST) < 0) {
      return "";
    }
    ByteBuffer text = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
    for (int leaf = BRAND_FIRST; leaf <= BRAND_LAST; leaf++) {
      for (int word : cpuid.ask(leaf, 0)) {
        text.putInt(word);
      }
    }
    String padded = new String(text.array(), StandardCharsets.US_ASCII);
    int end = padded.indexOf('\0');
    return (end < 0 ? padded : padded.substring(0, end)).strip();
  }

  /** Whether all of these are there. */
  boolean has(CpuFeature... wanted) {
    return features.containsAll(List.of(wanted));
  }

  /** All that are there. */
  Set<CpuFeature> all() {
    return features;
  }

  /** The processor's name for people, such as {@code AMD EPYC 9B14}; may be empty. */
  String brand() {
    return brand;
  }

  /** Why nothing could be found out; empty if it could. */
  Optional<String> obstacle() {
    return Optional.ofNullable(obstacle);
  }
}
