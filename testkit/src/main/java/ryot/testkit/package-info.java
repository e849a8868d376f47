/** Support for tests: seeded properties and tiny inputs written on the spot. Never shipped. */
@NullMarked
package ryot.testkit;

import org.jspecify.annotations.NullMarked;
