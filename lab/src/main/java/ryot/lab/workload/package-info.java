/**
 * What is measured: prompts of exact length, a system that answers them token by token, and one
 * iteration over it. Knows the engine; knows nothing of forks, statistics or files of results.
 */
@NullMarked
package ryot.lab.workload;

import org.jspecify.annotations.NullMarked;
