@NullMarked
package ryot.lang.model;

import org.jspecify.annotations.NullMarked;
