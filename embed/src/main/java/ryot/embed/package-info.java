/**
 * Texts as vectors: the port by which whoever needs them gets them, and search among vectors by
 * similarity. Knows neither models nor where texts are kept.
 */
@NullMarked
package ryot.embed;

import org.jspecify.annotations.NullMarked;
