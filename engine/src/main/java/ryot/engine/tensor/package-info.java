/**
 * Views on weights in memory: what a tensor is called, how its values are stored, where its bytes
 * lie. No arithmetic, and no ownership: the memory belongs to the file that was opened.
 */
@NullMarked
package ryot.engine.tensor;

import org.jspecify.annotations.NullMarked;
