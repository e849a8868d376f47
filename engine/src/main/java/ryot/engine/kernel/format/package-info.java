/**
 * What the bytes of each quantised format mean: one class per format, with the layout of its block
 * and the exact float32 values it stands for. This is the definition that every kernel is measured
 * against; it is written to be read, not to be fast. Whoever reads weights may use it.
 *
 * <p>Layouts and arithmetic follow {@code ggml-common.h} and the {@code dequantize_row_*} functions
 * of ggml; results are equal to the bit.
 */
@NullMarked
package ryot.engine.kernel.format;

import org.jspecify.annotations.NullMarked;
