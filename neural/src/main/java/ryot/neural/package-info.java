/** What ΣLANG asks of a language model, answered by the engine. */
@NullMarked
package ryot.neural;

import org.jspecify.annotations.NullMarked;
