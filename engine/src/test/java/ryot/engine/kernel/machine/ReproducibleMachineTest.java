package ryot.engine.kernel.machine;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import ryot.engine.kernel.Kernels;
import ryot.engine.kernel.ReproducibleContract;
import ryot.engine.kernel.ReproducibleKernels;

/** Machine code before the reproducible kernels, at every level that runs here. */
class ReproducibleMachineTest {

  @Nested
  class Avx2 extends Contract {
    Avx2() {
      super(Level.AVX2);
    }
  }

  @Nested
  class Avx512 extends Contract {
    Avx512() {
      super(Level.AVX512);
    }
  }

  abstract static class Contract extends ReproducibleContract {
    private final Level level;
    private Kernels kernels = new ReproducibleKernels();

    Contract(Level level) {
      this.level = level;
    }

    @BeforeEach
    void requireTheLevel() {
      MachineHere.assumeLevel(level);
      kernels = new MachineKernels(level, new ReproducibleKernels());
    }

    @Override
    protected Kernels kernels() {
      return kernels;
    }
  }
}
