/**
 * The transformer: what a model is made of and how a step goes through it. Knows kernels and the
 * cache; knows nothing of files, text or sampling.
 */
@NullMarked
package ryot.engine.model;

import org.jspecify.annotations.NullMarked;
