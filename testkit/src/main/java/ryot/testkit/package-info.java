/**
 * Support for tests: seeded properties that shrink what fails, GGUF files and whole tiny models
 * written on the spot, and where larger reference data lies. Knows none of our other modules; never
 * shipped.
 */
@NullMarked
package ryot.testkit;

import org.jspecify.annotations.NullMarked;
