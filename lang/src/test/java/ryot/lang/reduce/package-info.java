@NullMarked
package ryot.lang.reduce;

import org.jspecify.annotations.NullMarked;
