/**
 * What samples can say and how surely: summaries, intervals, percentile bounds, slopes. Pure
 * functions of numbers; knows nothing of what was measured, and anyone in the lab may use it.
 */
@NullMarked
package ryot.lab.statistics;

import org.jspecify.annotations.NullMarked;
