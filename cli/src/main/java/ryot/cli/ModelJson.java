package ryot.cli;

import java.math.BigInteger;
import ryot.engine.gguf.GgufFile;
import ryot.engine.gguf.GgufTensor;
import ryot.engine.gguf.GgufType;
import ryot.engine.gguf.GgufValue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A model file as JSON: all metadata in full, and the tensor directory. */
final class ModelJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ModelJson() {}

  static String of(GgufFile file) {
    ObjectNode root = NODES.objectNode();
    root.put("file", file.path().toString());
    root.put("gguf_version", file.version());
    root.put("size_bytes", file.sizeBytes());
    ModelSummary summary = ModelSummary.of(file);
    root.put("parameters", summary.parameters());
    root.put("weight_bytes", summary.weightBytes());
    summary
        .cacheBytesPerToken()
        .ifPresent(bytes -> root.put("kv_cache_f16_bytes_per_token", bytes));
    ObjectNode metadata = root.putObject("metadata");
    for (String key : file.metadata().keys()) {
      metadata.set(key, node(file.metadata().value(key)));
    }
    ArrayNode tensors = root.putArray("tensors");
    for (GgufTensor tensor : file.tensors()) {
      ObjectNode entry = tensors.addObject();
      entry.put("name", tensor.name());
      entry.put("type", tensor.typeName());
      ArrayNode dimensions = entry.putArray("dimensions");
      tensor.dimensions().forEach(dimensions::add);
      entry.put("offset", tensor.offset());
      tensor.sizeBytes().ifPresent(bytes -> entry.put("size_bytes", bytes));
    }
    return root.toPrettyString();
  }

  private static JsonNode node(GgufValue value) {
    return switch (value) {
      case GgufValue.IntValue number ->
          number.type() == GgufType.UINT64
              ? NODES.numberNode(new BigInteger(Long.toUnsignedString(number.value())))
              : NODES.numberNode(number.value());
      case GgufValue.FloatValue number ->
          number.type() == GgufType.FLOAT32
              ? NODES.numberNode((float) number.value())
              : NODES.numberNode(number.value());
      case GgufValue.BoolValue truth -> NODES.booleanNode(truth.value());
      case GgufValue.StringValue text -> NODES.stringNode(text.value());
      case GgufValue.ArrayValue array -> {
        ArrayNode elements = NODES.arrayNode(array.elements().size());
        array.elements().forEach(element -> elements.add(node(element)));
        yield elements;
      }
    };
  }
}
