/**
 * Frames: what is stored and sent. {@link ryot.lang.wire.Sigma} is the way in: it holds the models
 * that a reader and a writer agree on, and makes contexts for isolated messages ({@link
 * ryot.lang.wire.MessageCodec}) and for files and pipes ({@link ryot.lang.wire.SigmaOutputStream},
 * {@link ryot.lang.wire.SigmaInputStream}, {@link ryot.lang.wire.SigmaFile}). The formats are drawn
 * in {@code docs/sigma-format.md} and beside the code that reads them. Every length that comes from
 * outside is bounded before anything of that length is made.
 */
@NullMarked
package ryot.lang.wire;

import org.jspecify.annotations.NullMarked;
