/**
 * Recordings and what they say: starts and stops the samplers in the JVM under test, and reads
 * functions, components, counts, allocations and leaks from what they wrote. Knows recordings and
 * stack frames; knows nothing of models or timings.
 */
@NullMarked
package ryot.lab.profile;

import org.jspecify.annotations.NullMarked;
