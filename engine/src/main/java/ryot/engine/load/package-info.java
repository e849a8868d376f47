/**
 * Makes the parts of the engine from a model file: alone knows file, tokenizer and transformer
 * together.
 */
@NullMarked
package ryot.engine.load;

import org.jspecify.annotations.NullMarked;
