/**
 * The vault beside RocksDB and LMDB, on one disk and in one run; built by the profile {@code
 * stores} only, since their libraries are large.
 */
@NullMarked
package ryot.bench.stores;

import org.jspecify.annotations.NullMarked;
