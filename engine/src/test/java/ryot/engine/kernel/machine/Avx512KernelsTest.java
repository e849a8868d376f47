package ryot.engine.kernel.machine;

/** {@link Level#AVX512}. */
class Avx512KernelsTest extends MachineKernelsTest {

  Avx512KernelsTest() {
    super(Level.AVX512);
  }
}
