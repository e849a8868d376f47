package ryot.engine.gguf;

import java.util.Arrays;
import java.util.stream.Collectors;
import ryot.engine.tensor.QuantType;

/** A tensor that is stored in a way that this engine cannot read, in a file that is valid. */
public final class UnsupportedTensorTypeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnsupportedTensorTypeException(String file, GgufTensor tensor) {
    super(
        "%s: tensor \"%s\" is stored as %s, which this engine cannot read; use a file made of %s"
            .formatted(file, tensor.name(), tensor.typeName(), supportedTypes()));
  }

  private static String supportedTypes() {
    return Arrays.stream(QuantType.values()).map(QuantType::name).collect(Collectors.joining(", "));
  }
}
