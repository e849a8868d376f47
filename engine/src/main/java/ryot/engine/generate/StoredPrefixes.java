package ryot.engine.generate;

import java.util.concurrent.Future;
import ryot.engine.cache.KvOrigin;
import ryot.engine.cache.PrefixStore;

/**
 * A store, and what the pages of this engine are named by in it.
 *
 * @param store borrowed: it outlives the scheduler
 * @param origin may become known later; until then nothing is found. If it fails, nothing is found
 *     or kept at all
 */
public record StoredPrefixes(PrefixStore store, Future<KvOrigin> origin) {}
