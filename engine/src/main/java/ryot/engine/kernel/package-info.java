/**
 * Arithmetic of the forward pass. {@link ryot.engine.kernel.Kernels} is the contract, {@link
 * ryot.engine.kernel.ScalarKernels} its definition; faster implementations are found as services
 * and never named. Knows tensors, not models.
 */
@NullMarked
package ryot.engine.kernel;

import org.jspecify.annotations.NullMarked;
