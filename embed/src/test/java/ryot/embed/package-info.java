@NullMarked
package ryot.embed;

import org.jspecify.annotations.NullMarked;
