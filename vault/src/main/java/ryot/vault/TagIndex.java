package ryot.vault;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import ryot.vault.log.Entry;
import ryot.vault.log.IndexListener;
import ryot.vault.log.RecordId;

/** Which records have a tag. The log's committer changes it; any thread may ask. */
final class TagIndex implements IndexListener {
  private final Map<String, Set<RecordId>> records = new ConcurrentHashMap<>();

  Set<RecordId> records(String tag) {
    return records.getOrDefault(tag, Set.of());
  }

  @Override
  public void added(Entry entry) {
    for (String tag : RsuInfo.decode(entry.note()).tags()) {
      records.computeIfAbsent(tag, _ -> ConcurrentHashMap.newKeySet()).add(entry.id());
    }
  }

  @Override
  public void removed(Entry entry) {
    for (String tag : RsuInfo.decode(entry.note()).tags()) {
      records.computeIfPresent(
          tag,
          (_, tagged) -> {
            tagged.remove(entry.id());
            return tagged.isEmpty() ? null : tagged;
          });
    }
  }
}
