/**
 * GGUF model files: mapped into memory, wholly validated when opened, then handed out as metadata
 * values and {@link ryot.engine.tensor.Tensor} views. Knows the file format and nothing of what
 * models or tokenizers make of it.
 */
@NullMarked
package ryot.engine.gguf;

import org.jspecify.annotations.NullMarked;
