/**
 * Coding of messages, measured: which codec makes how little of a user's own messages, how fast,
 * and whether every one comes back. Knows the codecs that ours are set beside.
 */
@NullMarked
package ryot.lab.codec;

import org.jspecify.annotations.NullMarked;
