/** The facade: open a model, submit a request, read what it generates. */
@NullMarked
package ryot.engine;

import org.jspecify.annotations.NullMarked;
