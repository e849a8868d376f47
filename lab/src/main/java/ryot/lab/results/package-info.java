/**
 * What a day leaves behind: records that are the JSON files, their store, and the verdicts that
 * follow from them. A report can be rebuilt from these alone. Knows nothing of how anything was
 * measured.
 */
@NullMarked
package ryot.lab.results;

import org.jspecify.annotations.NullMarked;
