/**
 * ΣVAULT: a store of reusable semantic units, which is context that has been processed once.
 *
 * <p>The package knows what a unit consists of and how callers get at it; how it is sealed, logged
 * and stored is known below.
 */
@NullMarked
package ryot.vault;

import org.jspecify.annotations.NullMarked;
