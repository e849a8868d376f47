/**
 * The segmented log: transactions of sealed records, durable in groups, recovered after a crash.
 *
 * <p>The package knows how records become frames of segments and which of them count, and tells a
 * write that a crash tore from one that somebody changed. It knows nothing of what the records
 * mean.
 */
@NullMarked
package ryot.vault.log;

import org.jspecify.annotations.NullMarked;
