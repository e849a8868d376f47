package ryot.lab.profile;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which component a stack belongs to: that of the first frame, seen from the leaf, whose class lies
 * in a package of the map. Library code works for whoever called it, so its frames are passed over;
 * a stack with no frame in the map is {@link #JDK} or {@link #JVM}.
 *
 * @param components in the order of reports
 * @param transparent class name prefixes of frames that count for their caller, such as the
 *     intrinsics of the Vector API
 */
public record ComponentMap(List<Component> components, List<String> transparent) {

  /** Java code that none of ours called. */
  public static final String JDK = "jdk";

  /** CPU time of the process outside sampled Java threads: collector, compilers, VM. */
  public static final String JVM = "jvm";

  /** Samples without a stack. */
  public static final String UNKNOWN = "unknown";

  private static final String RESOURCE = "/ryot/lab/components.json";

  public ComponentMap {
    components = List.copyOf(components);
    transparent = List.copyOf(transparent);
  }

  /**
   * A component.
   *
   * @param what what it does and what to make of a large share, one sentence
   * @param prefixes of class names
   */
  public record Component(String name, String what, List<String> prefixes) {

    public Component {
      prefixes = List.copyOf(prefixes);
    }

    boolean holds(String className) {
      return prefixes.stream().anyMatch(className::startsWith);
    }
  }

  /** The map that ships with the lab. */
  public static ComponentMap shipped() {
    return JsonMapper.shared().readValue(LabResource.text(RESOURCE), ComponentMap.class);
  }

  /** The component of a stack. */
  String of(Stack stack) {
    for (Frame frame : stack.frames()) {
      for (Component component : components) {
        if (component.holds(frame.className())) {
          return component.name();
        }
      }
    }
    if (stack.frames().isEmpty()) {
      return UNKNOWN;
    }
    return stack.frames().stream().anyMatch(frame -> !frame.className().isEmpty()) ? JDK : JVM;
  }

  /** The function that a stack was in: the first frame from the leaf that is not transparent. */
  Frame running(Stack stack) {
    return stack.frames().stream()
        .filter(frame -> transparent.stream().noneMatch(frame.className()::startsWith))
        .findFirst()
        .orElse(stack.frames().getFirst());
  }

  /** What a component does. */
  String what(String name) {
    return switch (name) {
      case JDK -> "Java library code on threads of its own.";
      case JVM -> "Garbage collection, JIT compilation and other threads of the JVM itself.";
      case UNKNOWN -> "Samples whose stack could not be taken.";
      default ->
          components.stream()
              .filter(component -> component.name().equals(name))
              .map(Component::what)
              .findFirst()
              .orElse("");
    };
  }
}
