/**
 * ΣLANG: lossless coding of small LLM messages.
 *
 * <p>A {@link ryot.lang.Codec} is one tier's coding context. The package knows the seam between
 * tiers and what is common to them: any bytes go in, the same bytes come out.
 */
@NullMarked
package ryot.lang;

import org.jspecify.annotations.NullMarked;
