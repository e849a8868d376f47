package ryot.engine.kernel.machine;

/** A processor's answers about itself. */
interface Cpuid {

  /** EAX, EBX, ECX, EDX of {@code cpuid} for EAX = {@code leaf}, ECX = {@code part}. */
  int[] ask(int leaf, int part);

  /** {@code xgetbv} of register 0; only where {@code cpuid} announces OSXSAVE. */
  long xcr0();
}
