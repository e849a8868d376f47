package ryot.engine.kernel.machine;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static ryot.engine.kernel.machine.Gp.R8;
import static ryot.engine.kernel.machine.Gp.RAX;
import static ryot.engine.kernel.machine.Gp.RBX;
import static ryot.engine.kernel.machine.Gp.RCX;
import static ryot.engine.kernel.machine.Gp.RDI;
import static ryot.engine.kernel.machine.Gp.RDX;
import static ryot.engine.kernel.machine.Gp.RSI;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** This processor's answers, by two small functions in machine code. */
final class NativeCpuid implements Cpuid, AutoCloseable {
  private static final int REGISTERS = 4;

  private final ExecutableMemory code;
  private final MemorySegment cpuid;
  private final MemorySegment xgetbv;
  private final NativeCall calls = new NativeCall();

  /**
   * Assembles and maps the functions.
   *
   * @throws ExecutableMemoryException if they cannot be called here
   */
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
    cpuid = code.entry(cpuidEntry);
    xgetbv = code.entry(xgetbvEntry);
  }

  @Override
  public int[] ask(int leaf, int part) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment answer = arena.allocate(JAVA_INT, REGISTERS);
      calls.call(cpuid, leaf, part, answer.address());
      return answer.toArray(JAVA_INT);
    }
  }

  @Override
  public long xcr0() {
    return calls.call(xgetbv, 0, 0, 0);
  }

  @Override
  public void close() {
    code.close();
  }
}
