package ryot.lab.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import ryot.lab.results.ProfileResult.Bottleneck;
import ryot.lab.results.ProfileResult.ComponentShare;

class StackProfileTest {

  private static final ComponentMap MAP = ComponentMap.shipped();

  @Test
  void aStackBelongsToTheFirstOfOurPackagesSeenFromTheLeaf() {
    assertThat(
            MAP.of(
                stack(
                    "jdk.incubator.vector.FloatVector.fma",
                    "ryot.engine.kernel.vector.Q4.dot",
                    "ryot.engine.model.FeedForward.apply")))
        .isEqualTo("kernel");
    assertThat(MAP.of(stack("java.util.Arrays.sort", "ryot.engine.sample.TopK.keep")))
        .isEqualTo("sample");
    assertThat(MAP.of(stack("java.util.HashMap.get", "java.lang.Thread.run")))
        .isEqualTo(ComponentMap.JDK);
    assertThat(MAP.of(new Stack(List.of(), 1))).isEqualTo(ComponentMap.UNKNOWN);
    assertThat(MAP.of(new Stack(List.of(new Frame("", "G1Mark")), 1))).isEqualTo(ComponentMap.JVM);
  }

  @Test
  void intrinsicsCountForTheFunctionThatUsesThem() {
    StackProfile profile =
        new StackProfile(
            MAP,
            List.of(
                stack("jdk.incubator.vector.FloatVector.fma", "ryot.engine.kernel.vector.Q4.dot")),
            0);
    assertThat(profile.functions(5).getFirst().function())
        .isEqualTo("ryot.engine.kernel.vector.Q4.dot");
    assertThat(profile.functions(5).getFirst().self()).isEqualTo(1);
  }

  @Test
  void componentsAddUpToOneWithWhatNoSampleSaw() {
    List<Stack> stacks =
        new ArrayList<>(Collections.nCopies(60, weighted(10, "ryot.engine.kernel.A.a")));
    stacks.addAll(Collections.nCopies(20, weighted(10, "ryot.engine.model.B.b")));
    StackProfile profile = new StackProfile(MAP, stacks, 1_000);
    List<ComponentShare> components = profile.components();
    assertThat(components)
        .extracting(ComponentShare::component)
        .containsExactly("kernel", "jvm", "model");
    assertThat(components.stream().mapToDouble(ComponentShare::share).sum())
        .isCloseTo(1, within(1e-12));
    assertThat(components.getFirst().share()).isCloseTo(0.6, within(1e-12));
    assertThat(components.getFirst().interval().lower()).isBetween(0.48, 0.5);
  }

  @Test
  void weightsCountAndNotSamples() {
    StackProfile profile =
        new StackProfile(
            MAP,
            List.of(weighted(30, "ryot.engine.kernel.A.a"), weighted(10, "ryot.engine.model.B.b")),
            0);
    assertThat(profile.functions(1).getFirst().self()).isEqualTo(0.75);
  }

  @Test
  void recursionCountsOnceInTheTotal() {
    StackProfile profile =
        new StackProfile(MAP, List.of(stack("ryot.engine.model.B.b", "ryot.engine.model.B.b")), 0);
    assertThat(profile.functions(5))
        .singleElement()
        .satisfies(f -> assertThat(f.total()).isEqualTo(1));
  }

  @Test
  void bottlenecksAreAboveTheLimitsAndCertainOnlyWhenTheIntervalIs() {
    List<Stack> stacks =
        new ArrayList<>(Collections.nCopies(300, weighted(10, "ryot.engine.kernel.A.a")));
    stacks.addAll(Collections.nCopies(130, weighted(10, "ryot.engine.model.B.b")));
    stacks.addAll(Collections.nCopies(70, weighted(10, "ryot.engine.model.C.c")));
    List<Bottleneck> found = new StackProfile(MAP, stacks, 0).bottlenecks();
    assertThat(found)
        .extracting(Bottleneck::name)
        .containsExactly("ryot.engine.kernel.A.a", "ryot.engine.model.B.b", "kernel", "model");
    assertThat(found).extracting(Bottleneck::certain).containsExactly(true, false, true, true);
    assertThat(found).allMatch(bottleneck -> !bottleneck.what().isEmpty());
  }

  @Test
  void fewSamplesCannotSayThatThereIsNone() {
    List<Stack> even = new ArrayList<>();
    for (int i = 0; i < 399; i++) {
      even.add(
          weighted(
              10,
              "ryot.engine."
                  + (i % 3 == 0 ? "kernel" : i % 3 == 1 ? "model" : "cache")
                  + ".F"
                  + i % 9
                  + ".f"));
    }
    StackProfile few = new StackProfile(MAP, even, 0);
    assertThat(few.bottlenecks()).isEmpty();
    assertThat(few.enoughSamples()).isFalse();
    even.add(weighted(10, "ryot.engine.sample.G.g"));
    assertThat(new StackProfile(MAP, even, 0).enoughSamples()).isTrue();
  }

  @Test
  void collapsedStacksRunFromRootToLeafInMicroseconds() {
    StackProfile profile =
        new StackProfile(
            MAP,
            List.of(
                weighted(5_000, "a.B.leaf", "a.B.root"), weighted(7_000, "a.B.leaf", "a.B.root")),
            0);
    assertThat(profile.collapsed()).isEqualTo("a.B.root;a.B.leaf 12\n");
  }

  private static Stack stack(String... frames) {
    return weighted(10, frames);
  }

  private static Stack weighted(long nanos, String... frames) {
    List<Frame> list = new ArrayList<>();
    for (String frame : frames) {
      int cut = frame.lastIndexOf('.');
      list.add(new Frame(frame.substring(0, cut), frame.substring(cut + 1)));
    }
    return new Stack(list, nanos);
  }
}
