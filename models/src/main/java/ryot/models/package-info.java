/** The catalogue of models, and how a name becomes a verified file. */
@NullMarked
package ryot.models;

import org.jspecify.annotations.NullMarked;
