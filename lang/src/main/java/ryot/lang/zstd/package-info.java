/**
 * The stream tier: Zstandard for isolated messages with a trained dictionary ({@link
 * ryot.lang.zstd.ZstdCodec}), and for whole sessions, where a message is coded by those before it
 * ({@link ryot.lang.zstd.SessionCodec}). Knows zstd-jni, which nobody else does.
 */
@NullMarked
package ryot.lang.zstd;

import org.jspecify.annotations.NullMarked;
