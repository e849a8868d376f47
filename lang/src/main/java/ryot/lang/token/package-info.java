/**
 * Text to and from the token ids of ΣLANG's own vocabulary, and how that vocabulary is chosen. Ids
 * never leave the token tier.
 */
@NullMarked
package ryot.lang.token;

import org.jspecify.annotations.NullMarked;
