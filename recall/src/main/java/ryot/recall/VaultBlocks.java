package ryot.recall;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import ryot.vault.Rsu;
import ryot.vault.RsuInfo;
import ryot.vault.StoredRsu;
import ryot.vault.Vault;

/** Blocks as units of a vault, which has only their KV part. */
record VaultBlocks(Vault vault) implements Blocks {

  /** What blocks are found by, and what they are. */
  static final String TAG = "recall";

  private static final String KIND = "kv";
  private static final String PREFIX = "recall/";
  private static final String DEPTH = "depth";

  /** What {@link #DEPTH} may be, so that it is an int. */
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  @Override
  public Map<BlockId, BlockInfo> list() throws IOException {
    return vault
        .findByTag(TAG)
        .map(StoredRsu::info)
        .filter(VaultBlocks::isBlock)
        .collect(
            Collectors.toMap(
                info -> new BlockId(info.id().substring(PREFIX.length())),
                VaultBlocks::info,
                (one, _) -> one));
  }

  /** Whether it is a block: anybody may give a unit our tag. */
  private static boolean isBlock(RsuInfo info) {
    return info.id().startsWith(PREFIX)
        && info.kind().equals(KIND)
        && info.sizes().kvBytes() > 0
        && NUMBER.matcher(info.metadata().getOrDefault(DEPTH, "")).matches();
  }

  private static BlockInfo info(RsuInfo info) {
    int depth = Integer.parseInt(info.metadata().getOrDefault(DEPTH, "0"));
    return new BlockInfo(info.sizes().kvBytes(), depth, info.recompute().toNanos());
  }

  @Override
  public boolean read(BlockId id, MemorySegment target) throws IOException {
    Optional<StoredRsu> found = vault.find(PREFIX + id.hex());
    if (found.isEmpty() || found.get().kvBytes() != target.byteSize()) {
      return false;
    }
    found.get().readKv(0, target);
    return true;
  }

  @Override
  public void write(BlockId id, BlockInfo info, MemorySegment block) throws IOException {
    vault.put(
        Rsu.builder(PREFIX + id.hex())
            .kind(KIND)
            .tag(TAG)
            .metadata(DEPTH, Integer.toString(info.depth()))
            .recompute(Duration.ofNanos(info.computeNanos()))
            .kv(block)
            .build());
  }

  @Override
  public void remove(BlockId id) throws IOException {
    vault.delete(PREFIX + id.hex());
  }
}
