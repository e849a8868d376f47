@NullMarked
package ryot.neural;

import org.jspecify.annotations.NullMarked;
