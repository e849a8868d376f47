/**
 * Keys and sealed frames.
 *
 * <p>The package knows how a passphrase becomes keys and how a frame of bytes is encrypted and
 * authenticated under a key and a counter. It knows nothing of what the frames hold or where they
 * lie.
 */
@NullMarked
package ryot.vault.seal;

import org.jspecify.annotations.NullMarked;
