/** Tests of the stream tier. */
@NullMarked
package ryot.lang.zstd;

import org.jspecify.annotations.NullMarked;
