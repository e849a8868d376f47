/**
 * The token tier's entropy coder: knows states, words and frequencies, and nothing of what they
 * stand for. For {@code lang.model}.
 */
@NullMarked
package ryot.lang.entropy;

import org.jspecify.annotations.NullMarked;
