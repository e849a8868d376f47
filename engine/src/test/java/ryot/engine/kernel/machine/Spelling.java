package ryot.engine.kernel.machine;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How GNU objdump writes an instruction in Intel syntax, less the sizes of memory operands (the
 * instruction and its registers tell them) and the addresses of jump targets (relative here).
 */
final class Spelling {
  private static final Set<String> SHIFTS = Set.of("shl", "shr", "sar", "shll", "shrl", "sarl");

  /** Methods on 32 bits, whose names end in an {@code l} that the manual's have not. */
  private static final Set<String> LONG_FORMS =
      Set.of(
          "movl", "addl", "orl", "andl", "subl", "xorl", "cmpl", "testl", "shll", "shrl", "sarl");

  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          Map.entry("movzxb", "movzx"),
          Map.entry("movzxw", "movzx"),
          Map.entry("movsxb", "movsx"),
          Map.entry("movsxw", "movsx"),
          Map.entry("movw", "mov"),
          Map.entry("movb", "mov"),
          Map.entry("jz", "je"),
          Map.entry("jnz", "jne"),
          Map.entry("cmovz", "cmove"),
          Map.entry("cmovnz", "cmovne"),
          Map.entry("vmovupsz", "vmovups"),
          Map.entry("vmovdqu8z", "vmovdqu8"),
          Map.entry("vmovdqu16z", "vmovdqu16"),
          Map.entry("vmovdqu32z", "vmovdqu32"));

  /** What is called otherwise where it needs EVEX. */
  private static final Map<String, String> IN_EVEX =
      Map.of(
          "vmovdqu", "vmovdqu32",
          "vmovdqa", "vmovdqa32",
          "vpand", "vpandd",
          "vpandn", "vpandnd",
          "vpor", "vpord",
          "vpxor", "vpxord");

  /** Comparisons carry the predicate in their name; two of each. */
  private static final Map<String, Map<Integer, String>> PREDICATES =
      Map.of(
          "vcmpps", Map.of(1, "vcmpltps", 14, "vcmpgtps"),
          "vpcmpb", Map.of(1, "vpcmpltb", 6, "vpcmpnleb"),
          "vpcmpub", Map.of(1, "vpcmpltub", 6, "vpcmpnleub"),
          "vpcmpw", Map.of(1, "vpcmpltw", 6, "vpcmpnlew"),
          "vpcmpuw", Map.of(1, "vpcmpltuw", 6, "vpcmpnleuw"),
          "vpcmpd", Map.of(1, "vpcmpltd", 6, "vpcmpnled"),
          "vpcmpud", Map.of(1, "vpcmpltud", 6, "vpcmpnleud"));

  /** Vector and mask instructions of which a general register is 32 bits wide. */
  private static final Set<String> NARROW_GENERAL =
      Set.of(
          "vmovd",
          "vpbroadcastb",
          "vpbroadcastw",
          "vpbroadcastd",
          "vmovmskps",
          "vpmovmskb",
          "vpextrb",
          "vpextrd",
          "vpinsrb",
          "vpinsrw",
          "vpinsrd",
          "kmovw",
          "kmovd");

  private Spelling() {}

  static boolean isShift(String method) {
    return SHIFTS.contains(method);
  }

  /** The immediate that a comparison is tried with. */
  static OptionalInt immediate(String method, int rotation) {
    Map<Integer, String> predicates = PREDICATES.get(method);
    if (predicates == null) {
      return OptionalInt.empty();
    }
    return predicates.keySet().stream()
        .mapToInt(Integer::intValue)
        .sorted()
        .skip(rotation % predicates.size())
        .findFirst();
  }

  /** The text of a form that is that many bytes long. */
  static String of(Method method, Object[] arguments, int length) {
    String called = method.getName();
    List<String> operands = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      operands.add(operand(called, method.getParameterTypes(), arguments, i, length));
    }
    String name = name(called, arguments);
    masksAtTheirOperand(method.getParameterTypes(), called, operands);
    if (PREDICATES.containsKey(called)) {
      operands.removeLast();
    }
    return operands.isEmpty() ? name : name + " " + String.join(",", operands);
  }

  /** A mask that is a last argument of its own is written with the destination. */
  private static void masksAtTheirOperand(Class<?>[] types, String called, List<String> operands) {
    if (types.length == 3 && types[2] == Mask.class && types[0] != Mask.class) {
      String mask = "{" + operands.removeLast() + "}" + (called.endsWith("z") ? "{z}" : "");
      operands.set(0, operands.get(0) + mask);
    }
  }

  private static String name(String called, Object[] arguments) {
    if (PREDICATES.containsKey(called)) {
      return requireNonNull(PREDICATES.get(called).get((Integer) arguments[arguments.length - 1]));
    } else if (called.endsWith("Vex")) {
      return "{vex} " + called.substring(0, called.length() - "Vex".length());
    } else if (LONG_FORMS.contains(called)) {
      return called.substring(0, called.length() - 1);
    } else if (called.equals("mov")
        && arguments[1] instanceof Long value
        && value != (int) (long) value) {
      return value >>> 32 == 0 ? "mov" : "movabs";
    } else if (IN_EVEX.containsKey(called) && needsEvex(arguments)) {
      return IN_EVEX.get(called);
    }
    return ALIASES.getOrDefault(called, called);
  }

  private static boolean needsEvex(Object[] arguments) {
    for (Object argument : arguments) {
      boolean needs =
          switch (argument) {
            case Vec vec -> vec.index() > 15 || vec.bits() == 512 || vec.mask() != null;
            case Mem memory -> memory.broadcasts();
            default -> false;
          };
      if (needs) {
        return true;
      }
    }
    return false;
  }

  private static String operand(
      String called, Class<?>[] types, Object[] arguments, int i, int length) {
    return switch (arguments[i]) {
      case Gp register -> register(register, generalBits(called, types, arguments, i));
      case Mem memory -> memory.toString();
      case Label label -> distance(label.position() - length);
      case Long value -> immediate(value, value >>> 32 == 0 ? 32 : 64);
      case Integer value -> immediate(value, LONG_FORMS.contains(called) ? 32 : 64);
      default -> arguments[i].toString();
    };
  }

  /** A jump's target, counted from the end of the jump. */
  static String distance(long bytes) {
    return bytes < 0 ? "-0x" + Long.toHexString(-bytes) : "+0x" + Long.toHexString(bytes);
  }

  private static int generalBits(String called, Class<?>[] types, Object[] arguments, int i) {
    boolean constant = called.equals("mov") && arguments[1] instanceof Long;
    if (constant) {
      return (Long) arguments[1] >>> 32 == 0 ? 32 : 64;
    } else if (called.equals("movb")) {
      return 8;
    } else if (called.equals("movw") || (called.equals("movzxw") && i == 1)) {
      return 16;
    }
    boolean narrow =
        LONG_FORMS.contains(called)
            || NARROW_GENERAL.contains(called)
            || called.startsWith("movzx")
            || (called.equals("movsxd") && i == 1 && types[1] == Gp.class);
    return narrow ? 32 : 64;
  }

  /** A general register by the name of its lower part. */
  private static String register(Gp register, int bits) {
    String name = register.toString();
    if (register.number() >= 8) {
      return name + (bits == 8 ? "b" : bits == 16 ? "w" : bits == 32 ? "d" : "");
    }
    String letters = name.substring(1);
    return switch (bits) {
      case 8 -> letters.endsWith("x") ? letters.charAt(0) + "l" : letters + "l";
      case 16 -> letters;
      case 32 -> "e" + letters;
      default -> name;
    };
  }

  private static String immediate(long value, int bits) {
    return "0x"
        + Long.toHexString(bits == 32 ? value & 0xFFFF_FFFFL : value).toLowerCase(Locale.ROOT);
  }
}
