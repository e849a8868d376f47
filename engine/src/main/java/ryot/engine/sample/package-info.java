/**
 * From logits to the next token: penalties, filters and the seeded draw. Knows nothing of models,
 * tokens' text or threads; a sampler belongs to one sequence and one thread.
 */
@NullMarked
package ryot.engine.sample;

import org.jspecify.annotations.NullMarked;
