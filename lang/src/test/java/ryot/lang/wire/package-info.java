/** Tests of frames: what is written comes back, and what nobody wrote is refused. */
@NullMarked
package ryot.lang.wire;

import org.jspecify.annotations.NullMarked;
