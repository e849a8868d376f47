/**
 * From a request to its stream of tokens: the one engine thread, what each sequence already holds,
 * stop conditions, cancellation and back-pressure. Knows tokens and text, not files or templates.
 */
@NullMarked
package ryot.engine.generate;

import org.jspecify.annotations.NullMarked;
