/** Tests of what all tiers have in common. */
@NullMarked
package ryot.lang;

import org.jspecify.annotations.NullMarked;
