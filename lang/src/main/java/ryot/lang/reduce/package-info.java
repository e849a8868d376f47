/**
 * Prompt reduction: a prompt is brought down to a budget of tokens by leaving out whole sentences,
 * those first that a language model finds least informative and least related to the question
 * (after Li et al. 2023, "Selective Context", and Jiang et al. 2024, "LongLLMLingua", whose units
 * are tokens; a sentence that stays here stays as it was written). Lossy, and never done unasked.
 */
@NullMarked
package ryot.lang.reduce;

import org.jspecify.annotations.NullMarked;
