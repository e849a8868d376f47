/**
 * The catalogue of models, and how a name becomes a verified file.
 *
 * <p>{@link ryot.models.ModelStore} is the way in: it resolves a name through the {@link
 * ryot.models.ModelCatalog} to a file in the cache folder and pulls it from its sources where it is
 * missing. Every byte passes size and SHA-256 before the file gets its name. The package knows
 * HTTP, pip, folders and locks, and nothing of what is inside a model file. Nothing is printed
 * here: what happens is told to a {@link ryot.models.PullProgress}.
 */
@NullMarked
package ryot.models;

import org.jspecify.annotations.NullMarked;
