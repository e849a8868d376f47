package ryot.lab.bench;

import java.io.IOException;
import java.nio.file.Path;
import ryot.engine.gguf.GgufFile;

/** What is measured: a model file, or the shape of a model with weights made on the spot. */
public sealed interface BenchModel {

  /** What it is called in results: the file, or shape and types. */
  String label();

  /**
   * Opens it once more.
   *
   * @throws NotEnoughMemoryException if it is to be made and does not fit
   */
  GgufFile open() throws IOException;

  /**
   * A model file.
   *
   * @param file GGUF
   */
  record Stored(Path file) implements BenchModel {
    @Override
    public String label() {
      return file.toString();
    }

    @Override
    public GgufFile open() throws IOException {
      return GgufFile.open(file);
    }
  }

  /**
   * Random weights at the shape of a model.
   *
   * @param mix how they are stored
   * @param seed of the weights
   */
  record Synthetic(ModelShape shape, WeightMix mix, long seed) implements BenchModel {
    @Override
    public String label() {
      return shape.name() + "-" + mix.label();
    }

    @Override
    public GgufFile open() {
      long available = Memory.availableBytes();
      long needed = SyntheticModel.memoryBytes(shape, mix);
      if (needed > available) {
        throw new NotEnoughMemoryException(label(), needed, available);
      }
      return SyntheticModel.of(shape, mix, seed);
    }
  }
}
