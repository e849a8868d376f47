/**
 * What attention remembers: the keys and values of each sequence, in pages outside the heap that
 * sequences with the same beginning share. Knows shapes and token ids, not models.
 */
@NullMarked
package ryot.engine.cache;

import org.jspecify.annotations.NullMarked;
