/** Tests of keys and frames. */
@NullMarked
package ryot.vault.seal;

import org.jspecify.annotations.NullMarked;
