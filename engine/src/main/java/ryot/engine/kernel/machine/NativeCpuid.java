package ryot.engine.kernel.machine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static ryot.engine.kernel.machine.Gp.R8;
import static ryot.engine.kernel.machine.Gp.RAX;
import static ryot.engine.kernel.machine.Gp.RBX;
import static ryot.engine.kernel.machine.Gp.RCX;
import static ryot.engine.kernel.machine.Gp.RDI;
import static ryot.engine.kernel.machine.Gp.RDX;
import static ryot.engine.kernel.machine.Gp.RSI;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** This processor's answers, by two small functions in machine code. */
final class NativeCpuid implements Cpuid, AutoCloseable {
  private static final int REGISTERS = 4;

  private final ExecutableMemory code;
  private final MethodHandle cpuid;
  private final MethodHandle xgetbv;

  /**
   * Assembles and maps the functions.
   *
   * @throws ExecutableMemoryException if they cannot be called here
   */
  @SuppressWarnings("restricted") // the functions are ours
  NativeCpuid() {
    Assembler a = new Assembler();
    Label cpuidEntry = new Label();
    Label xgetbvEntry = new Label();

    a.bind(cpuidEntry); // (int leaf: edi, int part: esi, int[4] answer: rdx)
    a.push(RBX); // ours to preserve, and cpuid writes it
    a.mov(R8, RDX);
    a.movl(RAX, RDI);
    a.movl(RCX, RSI);
    a.cpuid();
    a.movl(Mem.at(R8), RAX);
    a.movl(Mem.at(R8, 4), RBX);
    a.movl(Mem.at(R8, 8), RCX);
    a.movl(Mem.at(R8, 12), RDX);
    a.pop(RBX);
    a.ret();

    a.bind(xgetbvEntry); // ()
    a.movl(RCX, 0);
    a.xgetbv(); // edx:eax
    a.shl(RDX, 32);
    a.or(RAX, RDX);
    a.ret();

    code = ExecutableMemory.of(a.toBytes());
    Linker linker = Linker.nativeLinker();
    cpuid =
        linker.downcallHandle(
            code.entry(cpuidEntry), FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, ADDRESS));
    xgetbv = linker.downcallHandle(code.entry(xgetbvEntry), FunctionDescriptor.of(JAVA_LONG));
  }

  @Override
  public int[] ask(int leaf, int part) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment answer = arena.allocate(JAVA_INT, REGISTERS);
      cpuid.invokeExact(leaf, part, answer);
      return answer.toArray(JAVA_INT);
    } catch (Throwable thrown) {
      throw unchecked(thrown);
    }
  }

  @Override
  public long xcr0() {
    try {
      return (long) xgetbv.invokeExact();
    } catch (Throwable thrown) {
      throw unchecked(thrown);
    }
  }

  /** A method handle declares {@link Throwable}; what really comes is unchecked. */
  private static RuntimeException unchecked(Throwable thrown) {
    return switch (thrown) {
      case RuntimeException exception -> exception;
      case Error error -> throw error;
      default -> new IllegalStateException("a downcall threw a checked exception", thrown);
    };
  }

  @Override
  public void close() {
    code.close();
  }
}
