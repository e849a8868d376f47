package ryot.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import ryot.engine.cache.KvType;

/** How a model is computed: {@code --threads} and {@code --kv-type}. */
final class Computing {

  @Mixin private final ThreadCount threads = new ThreadCount();

  @Option(
      names = "--kv-type",
      paramLabel = "TYPE",
      converter = KvTypeConverter.class,
      description =
          "How keys and values are kept: f16, q8_0 (about half of that) or f32 (twice, and exact).")
  private @Nullable KvType kvType;

  /** Threads to compute with. */
  int threads() {
    return threads.orProcessors();
  }

  /** The type asked for, or {@code usual}. */
  KvType kvType(KvType usual) {
    return kvType == null ? usual : kvType;
  }

  static final class KvTypeConverter implements ITypeConverter<KvType> {
    @Override
    public KvType convert(String value) {
      return switch (value.toLowerCase(Locale.ROOT)) {
        case "f16" -> KvType.F16;
        case "f32" -> KvType.F32;
        case "q8_0" -> KvType.Q8_0;
        default -> throw new TypeConversionException("'" + value + "' is none of f16, q8_0, f32");
      };
    }
  }
}
