/**
 * What attention remembers: the keys and values of each sequence, in pages. Knows shapes, not
 * models.
 */
@NullMarked
package ryot.engine.cache;

import org.jspecify.annotations.NullMarked;
