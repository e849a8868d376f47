package ryot.lab.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import ryot.engine.gguf.GgufFile;
import ryot.engine.gguf.GgufTensor;

/**
 * The model that is measured.
 *
 * @param label the file, or shape and types
 * @param type family, size and types, such as {@code llama 1.2B Q4_0}
 * @param sizeBytes of all tensors
 * @param parameters weights
 * @param stepBytes of the tensors that every step reads: all but an embedding that is looked up
 *     only
 * @param kernels which kernels run and why
 */
public record BenchSubject(
    String label, String type, long sizeBytes, long parameters, long stepBytes, String kernels) {

  private static final String EMBEDDING = "token_embd.weight";

  static BenchSubject of(String label, GgufFile file, String kernels) {
    List<GgufTensor> tensors = file.tensors();
    long parameters = tensors.stream().mapToLong(GgufTensor::valueCount).sum();
    long size = sizeBytes(tensors);
    boolean tied = ModelShape.tied(tensors);
    long looked =
        sizeBytes(tensors.stream().filter(t -> !tied && t.name().equals(EMBEDDING)).toList());
    String type =
        "%s %s %s"
            .formatted(
                file.metadata().string("general.architecture"), rough(parameters), types(file));
    return new BenchSubject(label, type, size, parameters, size - looked, kernels);
  }

  private static long sizeBytes(List<GgufTensor> tensors) {
    return tensors.stream().mapToLong(tensor -> tensor.sizeBytes().orElse(0)).sum();
  }

  private static String rough(long parameters) {
    return parameters < 1_000_000_000L
        ? String.format(Locale.ROOT, "%.0fM", parameters / 1e6)
        : String.format(Locale.ROOT, "%.1fB", parameters / 1e9);
  }

  /** The mix that the file names, as llama.cpp spells it, or the type that most bytes have. */
  private static String types(GgufFile file) {
    return switch (file.metadata().findInt32("general.file_type").orElse(-1)) {
      case 14 -> "Q4_K - Small";
      case 15 -> "Q4_K - Medium";
      case 16 -> "Q5_K - Small";
      case 17 -> "Q5_K - Medium";
      default -> mostUsed(file.tensors());
    };
  }

  private static String mostUsed(List<GgufTensor> tensors) {
    Map<String, Long> bytes =
        tensors.stream()
            .collect(
                Collectors.groupingBy(
                    GgufTensor::typeName,
                    Collectors.summingLong(tensor -> tensor.sizeBytes().orElse(0))));
    return bytes.entrySet().stream()
        .max(Comparator.comparingLong(Map.Entry::getValue))
        .map(Map.Entry::getKey)
        .orElse("without tensors");
  }
}
