package ryot.engine.kernel.machine;

/** {@link Level#AVX2}. */
class Avx2KernelsTest extends MachineKernelsTest {

  Avx2KernelsTest() {
    super(Level.AVX2);
  }
}
