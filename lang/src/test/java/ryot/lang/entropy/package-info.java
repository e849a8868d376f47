@NullMarked
package ryot.lang.entropy;

import org.jspecify.annotations.NullMarked;
