/** Text to token ids and back, from a model file's own vocabulary. Knows nothing of files. */
@NullMarked
package ryot.engine.tokenizer;

import org.jspecify.annotations.NullMarked;
