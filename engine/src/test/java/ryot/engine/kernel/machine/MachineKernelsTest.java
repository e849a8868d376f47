package ryot.engine.kernel.machine;

import org.junit.jupiter.api.BeforeEach;
import ryot.engine.kernel.Kernels;
import ryot.engine.kernel.KernelsContract;
import ryot.engine.kernel.ScalarKernels;
import ryot.engine.kernel.format.IntegerBlocks;
import ryot.engine.tensor.QuantType;

/** What every level keeps. The lower levels run on higher machines too. */
abstract class MachineKernelsTest extends KernelsContract {
  private final Level level;
  private Kernels kernels = new ScalarKernels();

  MachineKernelsTest(Level level) {
    this.level = level;
  }

  @BeforeEach
  void requireTheLevel() {
    MachineHere.assumeLevel(level);
    kernels = new MachineKernels(level, new ScalarKernels());
  }

  @Override
  protected Kernels kernels() {
    return kernels;
  }

  @Override
  protected boolean roundsActivations(QuantType type) {
    return IntegerBlocks.of(type).isPresent();
  }
}
