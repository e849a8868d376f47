/**
 * A directory of named files, as a port.
 *
 * <p>The package knows what a file system promises and what it does not: nothing written is safe
 * until it was forced, and no name until its directory was. It knows nothing of what the bytes are.
 */
@NullMarked
package ryot.vault.storage;

import org.jspecify.annotations.NullMarked;
