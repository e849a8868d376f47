@NullMarked
package ryot.lang.token;

import org.jspecify.annotations.NullMarked;
