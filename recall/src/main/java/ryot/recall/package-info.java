/**
 * Prompts that are never computed twice: the keys and values of texts as blocks in a vault. Knows
 * the engine's port for a store of prefixes and the vault's facade, not how either works inside.
 */
@NullMarked
package ryot.recall;

import org.jspecify.annotations.NullMarked;
