package ryot.recall;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Blocks in a map. Tests break them. */
class MapBlocks implements Blocks {

  record Kept(BlockInfo info, byte[] bytes) {}

  final Map<BlockId, Kept> kept = new ConcurrentHashMap<>();

  @Override
  public Map<BlockId, BlockInfo> list() {
    return kept.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().info()));
  }

  @Override
  public boolean read(BlockId id, MemorySegment target) throws IOException {
    Kept block = kept.get(id);
    if (block == null || block.bytes().length != target.byteSize()) {
      return false;
    }
    target.copyFrom(MemorySegment.ofArray(block.bytes()));
    return true;
  }

  @Override
  public void write(BlockId id, BlockInfo info, MemorySegment block) throws IOException {
    kept.put(id, new Kept(info, block.toArray(JAVA_BYTE)));
  }

  @Override
  public void remove(BlockId id) throws IOException {
    kept.remove(id);
  }
}
