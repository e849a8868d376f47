@NullMarked
package ryot.recall;

import org.jspecify.annotations.NullMarked;
