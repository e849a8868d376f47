package ryot.engine.gguf;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import ryot.engine.tensor.QuantType;
import ryot.engine.tensor.Tensor;

/**
 * An open GGUF model file: its metadata, its tensor directory, and its tensors as views on the
 * mapped file. Everything but the tensors' values is validated by {@link #open}; nothing read later
 * can lie outside the file. A model that no file holds, made to measure with, takes the same form
 * by {@link #of}.
 *
 * <p>Safe for use by many threads. The file owns the mapped memory: tensors must not be touched
 * after {@link #close}, metadata and directory may. The file must not be cut short by others while
 * it is open.
 */
public final class GgufFile implements AutoCloseable {

  private final Path path;
  private final Arena arena;
  private final long sizeBytes;
  private final TensorBytes bytes;
  private final GgufReader.Contents contents;
  private final Map<String, GgufTensor> tensorsByName;

  /** Where the values of a model's tensors come from. */
  @FunctionalInterface
  public interface TensorBytes {

    /** The bytes of {@code tensor}, as many as {@link GgufTensor#sizeBytes} says. */
    MemorySegment of(GgufTensor tensor);
  }

  private GgufFile(
      Path path, Arena arena, long sizeBytes, TensorBytes bytes, GgufReader.Contents contents) {
    this.path = path;
    this.arena = arena;
    this.sizeBytes = sizeBytes;
    this.bytes = bytes;
    this.contents = contents;
    this.tensorsByName =
        contents.tensors().stream()
            .collect(Collectors.toUnmodifiableMap(GgufTensor::name, Function.identity()));
  }

  /**
   * Maps and validates the file.
   *
   * @throws MalformedGgufException if it is not a whole and valid GGUF file of version 2 or 3
   * @throws IOException if it cannot be read or mapped
   */
  public static GgufFile open(Path path) throws IOException {
    @SuppressWarnings("MustBeClosed") // the opened file owns and closes it
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      MemorySegment data = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      GgufReader.Contents contents = new GgufReader(data, fileName(path)).read();
      return new GgufFile(path, arena, data.byteSize(), tensor -> tensor.slice(data), contents);
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /**
   * A model that no file holds. Its tensors are asked of {@code bytes} each time that they are
   * asked for here, which decides how long they live; {@link #close} does nothing to them.
   *
   * @param name stands for the file in messages
   * @param tensors of types that this engine reads; their offsets mean nothing
   */
  @SuppressWarnings("MustBeClosed") // holds nothing
  public static GgufFile of(
      String name, GgufMetadata metadata, List<GgufTensor> tensors, TensorBytes bytes) {
    long sizeBytes = tensors.stream().mapToLong(tensor -> tensor.sizeBytes().orElseThrow()).sum();
    return new GgufFile(
        Path.of(name),
        Arena.ofShared(),
        sizeBytes,
        bytes,
        new GgufReader.Contents(GgufReader.VERSION_MAX, metadata, List.copyOf(tensors)));
  }

  /** The file as it was given to {@link #open}. */
  public Path path() {
    return path;
  }

  /** The version of the format: 2 or 3. */
  public int version() {
    return contents.version();
  }

  /** Size of the whole file; of a model without one, of its tensors. */
  public long sizeBytes() {
    return sizeBytes;
  }

  /** The key-value pairs. */
  public GgufMetadata metadata() {
    return contents.metadata();
  }

  /** The tensor directory in the order of the file, with types that this engine cannot read. */
  public List<GgufTensor> tensors() {
    return contents.tensors();
  }

  /**
   * The tensor as a matrix of {@link GgufTensor#rows()} rows and {@link GgufTensor#columns()}
   * columns, borrowed until {@link #close}; empty if there is none of that name.
   *
   * @throws UnsupportedTensorTypeException if it is stored in a way this engine cannot read
   */
  public Optional<Tensor> find(String name) {
    return Optional.ofNullable(tensorsByName.get(name)).map(this::view);
  }

  /**
   * The tensor as {@link #find} gives it.
   *
   * @throws MalformedGgufException if there is none of that name
   * @throws UnsupportedTensorTypeException if it is stored in a way this engine cannot read
   */
  public Tensor require(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new MalformedGgufException(
                    fileName(path), "tensor \"" + name + "\" is required and missing"));
  }

  /** Unmaps the file; closing again does nothing. */
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }

  private Tensor view(GgufTensor tensor) {
    QuantType type =
        tensor.type().orElseThrow(() -> new UnsupportedTensorTypeException(fileName(path), tensor));
    return tensor.view(type, bytes.of(tensor));
  }

  private static String fileName(Path path) {
    Path name = path.getFileName();
    return name == null ? path.toString() : name.toString();
  }
}
