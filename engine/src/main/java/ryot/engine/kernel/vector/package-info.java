/**
 * The kernels on the Vector API: the only importer of {@code jdk.incubator.vector}. Weights are
 * decoded in registers and multiplied as float32, so results differ from the scalar reference only
 * by the order of additions. One class per storage format; the width of a vector is a property of
 * the machine, not of a class.
 */
@NullMarked
package ryot.engine.kernel.vector;

import org.jspecify.annotations.NullMarked;
