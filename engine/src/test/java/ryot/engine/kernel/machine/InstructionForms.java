package ryot.engine.kernel.machine;

import static java.util.Objects.requireNonNull;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The forms of every instruction: each method of a family with each width it takes, registers of
 * every class in every place, every shape of address, broadcast, and masks. What the assembler
 * refuses is no form; a golden file sees to it that nothing is refused that was not before.
 */
final class InstructionForms {

  /** The parts that make up {@link Assembler}. */
  static final List<Class<?>> FAMILIES =
      List.of(
          GeneralInstructions.class,
          MoveInstructions.class,
          FloatInstructions.class,
          ConversionInstructions.class,
          IntegerInstructions.class,
          ShuffleInstructions.class,
          MaskInstructions.class);

  /** One instruction: what we call it, in the disassembler's spelling, and its bytes. */
  record Form(String text, byte[] bytes) {}

  private static final int[] WIDTHS = {128, 256, 512};
  private static final int[] LOW = {0, 7, 8, 15};
  private static final int[] ALL = {0, 7, 8, 15, 16, 31};
  private static final Gp[] GENERAL = {Gp.RAX, Gp.RDI, Gp.R8, Gp.R15, Gp.RSP, Gp.RBP};
  private static final Mask[] MASKS = {Mask.K1, Mask.K7, Mask.K4, Mask.K0};
  private static final int[] BYTES = {3, 0x7F, 0xFE};
  private static final int[] WORDS = {5, -3, 0x12345678, -0x12345678};
  private static final long[] LONGS = {5, 0x89ABCDEFL, -3, 0x123456789ABCL};

  /** Every base that is encoded unlike the others, every scale, displacements around each limit. */
  private static final List<Mem> ADDRESSES =
      List.of(
          Mem.at(Gp.RAX),
          Mem.at(Gp.RSP, 8),
          Mem.at(Gp.RBP),
          Mem.at(Gp.R12),
          Mem.at(Gp.R13),
          Mem.at(Gp.RSI, Gp.R9, 4, -0x80),
          Mem.at(Gp.R13, Gp.RBP, 8, 127 * 64),
          Mem.at(Gp.R12, Gp.R12, 1, -128 * 32),
          Mem.at(Gp.RSP, Gp.RAX, 2, 7),
          Mem.at(Gp.RDI, 0x12345678),
          Mem.at(Gp.R8, 128),
          Mem.at(Gp.RBX, 127 * 16));

  /** In EVEX a displacement of eight bits, another for every size of the operand. */
  private static final Mem NEAR = Mem.at(Gp.R13, Gp.RBP, 8, 64);

  private static final List<Mem> REPEATED =
      List.of(Mem.at(Gp.R13, 127 * 4), Mem.at(Gp.RSP, Gp.R15, 8, -128 * 8));

  private final Map<String, Form> forms = new LinkedHashMap<>();

  private InstructionForms() {}

  /** The forms of all methods of one family, in an order that does not change. */
  static Collection<Form> of(Class<?> family) {
    InstructionForms forms = new InstructionForms();
    for (Method method : methods(family)) {
      int before = forms.forms.size();
      forms.addAll(method);
      if (forms.forms.size() == before) {
        throw new AssertionError("no form of " + method + " could be assembled");
      }
    }
    return forms.forms.values();
  }

  private static List<Method> methods(Class<?> family) {
    return Arrays.stream(family.getDeclaredMethods())
        .filter(method -> !Modifier.isAbstract(method.getModifiers()) && !method.isSynthetic())
        .sorted(
            Comparator.comparing(Method::getName)
                .thenComparing(method -> Arrays.toString(method.getParameterTypes())))
        .toList();
  }

  private void addAll(Method method) {
    Class<?>[] types = method.getParameterTypes();
    int vectors = (int) Arrays.stream(types).filter(InstructionForms::hasWidth).count();
    for (int combination = 0; combination < Math.powExact(WIDTHS.length, vectors); combination++) {
      int[] widths = new int[vectors];
      for (int i = 0, rest = combination; i < vectors; i++, rest /= WIDTHS.length) {
        widths[i] = WIDTHS[rest % WIDTHS.length];
      }
      addWidths(method, widths);
    }
  }

  private static boolean hasWidth(Class<?> type) {
    return type == Vec.class || type == VecOrMem.class || type == Gathered.class;
  }

  private void addWidths(Method method, int[] widths) {
    boolean inMemory =
        Arrays.stream(method.getParameterTypes())
            .anyMatch(type -> Set.of(Mem.class, VecOrMem.class).contains(type));
    Operands plain = new Operands(widths, LOW, 0, null, Masking.NONE);
    if (!add(method, plain)
        && !add(method, plain.with(Masking.MERGE))
        && !(inMemory && add(method, plain.with(ADDRESSES.get(0))))) {
      return; // these widths do not go together
    }
    for (int i = 0; i < Math.max(ALL.length, 4); i++) {
      add(method, new Operands(widths, LOW, i, null, Masking.NONE));
      add(method, new Operands(widths, ALL, i, null, Masking.NONE));
    }
    add(method, new Operands(widths, LOW, 1, null, Masking.ZERO));
    add(method, new Operands(widths, ALL, 4, null, Masking.MERGE));
    if (inMemory) {
      for (int i = 0; i < ADDRESSES.size(); i++) {
        add(method, new Operands(widths, LOW, i, ADDRESSES.get(i), Masking.NONE));
      }
      Mem data = Mem.at(new Label()).plus(0x40);
      add(method, new Operands(widths, LOW, 2, data, Masking.NONE));
      add(method, new Operands(widths, ALL, 4, NEAR, Masking.NONE));
      add(method, new Operands(widths, ALL, 5, ADDRESSES.get(7), Masking.ZERO));
      add(method, new Operands(widths, LOW, 3, ADDRESSES.get(11), Masking.MERGE));
      for (int i = 0; i < REPEATED.size(); i++) {
        add(method, new Operands(widths, LOW, i, REPEATED.get(i).broadcast(), Masking.NONE));
      }
    }
  }

  /** Assembles a form; false if there is none with these operands. */
  private boolean add(Method method, Operands operands) {
    Optional<Object[]> arguments = operands.arguments(method);
    if (arguments.isEmpty()) {
      return false;
    }
    Assembler assembler = new Assembler();
    List<Label> after = bindLabels(assembler, arguments.get(), operands.rotation());
    try {
      method.invoke(assembler, arguments.get());
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof IllegalArgumentException) {
        return false;
      }
      throw new AssertionError(method + " of " + Arrays.toString(arguments.get()), thrown);
    } catch (IllegalAccessException hidden) {
      throw new AssertionError(hidden);
    }
    after.forEach(assembler::bind);
    byte[] bytes = assembler.toBytes();
    String text = Spelling.of(method, arguments.get(), bytes.length);
    forms.put(text + Arrays.toString(bytes), new Form(text, bytes));
    return true;
  }

  /** A jump's target is the jump itself or what follows it, data is what follows. */
  private static List<Label> bindLabels(Assembler assembler, Object[] arguments, int rotation) {
    List<Label> after = new ArrayList<>();
    for (Object argument : arguments) {
      if (argument instanceof Label label && rotation % 2 == 0) {
        assembler.bind(label);
      } else if (argument instanceof Label label) {
        after.add(label);
      } else if (argument instanceof Mem memory && memory.label() != null) {
        after.add(memory.label());
      }
    }
    return after;
  }

  private enum Masking {
    NONE,
    MERGE,
    ZERO
  }

  /**
   * A choice for every operand.
   *
   * @param widths of the vectors, in order
   * @param pool the registers that vectors are drawn from
   * @param rotation where in each pool to begin; each operand takes the next
   * @param memory what stands where memory can; {@code null}: a register where that can be
   */
  private record Operands(
      int[] widths, int[] pool, int rotation, @Nullable Mem memory, Masking masking) {

    Operands with(Masking other) {
      return new Operands(widths, pool, rotation, memory, other);
    }

    Operands with(Mem other) {
      return new Operands(widths, pool, rotation, other, masking);
    }

    /** Arguments for a method, or none if it has no place for what was chosen. */
    Optional<Object[]> arguments(Method method) {
      Class<?>[] types = method.getParameterTypes();
      Object[] arguments = new Object[types.length];
      int vector = 0;
      for (int i = 0; i < types.length; i++) {
        int place = rotation + i;
        int bits = hasWidth(types[i]) ? widths[vector++] : 0;
        if (types[i] == Vec.class || (types[i] == VecOrMem.class && memory == null)) {
          Vec register = Vec.of(pool[place % pool.length], bits);
          arguments[i] = i == 0 ? masked(register) : register;
        } else if (types[i] == VecOrMem.class || types[i] == Mem.class) {
          if (memory == null) {
            return Optional.empty();
          }
          arguments[i] = memory;
        } else if (types[i] == Gathered.class) {
          Mem address = ADDRESSES.get(rotation % ADDRESSES.size());
          arguments[i] = gathered(address, Vec.of(pool[place % pool.length], bits));
        } else {
          arguments[i] = scalar(method, types[i], place);
        }
      }
      return masking == Masking.NONE || (types.length > 0 && arguments[0] instanceof Vec)
          ? Optional.of(arguments)
          : Optional.empty();
    }

    private Vec masked(Vec register) {
      return switch (masking) {
        case NONE -> register;
        case MERGE -> register.masked(Mask.K1);
        case ZERO -> register.zeroed(Mask.K7);
      };
    }

    private Gathered gathered(Mem address, Vec index) {
      int scale = 1 << (rotation % 4);
      return new Gathered(
          requireNonNull(address.base()), index, scale, address.disp() + 4 * rotation);
    }

    private Object scalar(Method method, Class<?> type, int place) {
      if (type == Gp.class) {
        return GENERAL[place % GENERAL.length];
      } else if (type == Mask.class) {
        return MASKS[place % MASKS.length];
      } else if (type == Label.class) {
        return new Label();
      } else if (type == long.class) {
        return LONGS[rotation % LONGS.length];
      } else if (type == int.class) {
        boolean words =
            method.getDeclaringClass() == GeneralInstructions.class
                && !Spelling.isShift(method.getName());
        return words
            ? WORDS[rotation % WORDS.length]
            : Spelling.immediate(method.getName(), rotation).orElse(BYTES[rotation % BYTES.length]);
      }
      throw new AssertionError("no operand of " + type + " for " + method);
    }
  }
}
