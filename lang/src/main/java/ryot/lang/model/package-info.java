/**
 * The token tier: static tables of what follows what, the predictor inside a message, the codec
 * that puts both before the entropy coder, and the training of the tables.
 */
@NullMarked
package ryot.lang.model;

import org.jspecify.annotations.NullMarked;
