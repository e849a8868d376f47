package ryot.cli;

import java.util.List;
import java.util.Optional;
import ryot.vault.RsuInfo;
import ryot.vault.StoredRsu;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Units as JSON. */
final class VaultJson {
  private VaultJson() {}

  /** All that is known of a unit, and its text if it has one and it is given. */
  static String of(StoredRsu unit, Optional<String> text) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    describe(unit, node);
    text.ifPresent(words -> node.put("text", words));
    return node.toPrettyString();
  }

  /** Units without their texts. */
  static String of(List<StoredRsu> units) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    units.forEach(unit -> describe(unit, array.addObject()));
    return array.toPrettyString();
  }

  private static void describe(StoredRsu unit, ObjectNode node) {
    RsuInfo info = unit.info();
    node.put("id", info.id());
    node.put("kind", info.kind());
    ArrayNode tags = node.putArray("tags");
    info.tags().forEach(tags::add);
    ObjectNode metadata = node.putObject("metadata");
    info.metadata().forEach(metadata::put);
    node.put("created", info.created().toString());
    node.put("recompute_seconds", info.recompute().toMillis() / 1e3);
    node.put("pinned", info.pinned());
    node.put("text_bytes_stored", info.sizes().textBytes());
    node.put("tokens", Math.max(0, info.sizes().tokens()));
    node.put("embedding_dimensions", info.sizes().embedding());
    node.put("kv_bytes", info.sizes().kvBytes());
    node.put("disk_bytes", unit.diskBytes());
  }
}
