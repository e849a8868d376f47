/** JMH benchmarks: explicit mode, forks and warm-up, always beside a baseline. */
@NullMarked
package ryot.bench;

import org.jspecify.annotations.NullMarked;
