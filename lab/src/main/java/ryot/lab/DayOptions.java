package ryot.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import ryot.lab.workload.SystemSettings;

/**
 * How a day is run.
 *
 * @param modelName the model as the user named it
 * @param modelFile its GGUF file
 * @param out results folder; made when missing
 * @param targets targets file, or empty for {@code config/targets.json} when it is there, else the
 *     built-in ones
 * @param threads compute threads; 0 for the engine's own choice
 * @param kvType {@code F16}, {@code Q8_0} or {@code F32}; empty for the engine's own choice
 * @param contextLength tokens; 0 for the model's
 * @param seed of the prompts
 * @param profile whether the profile passes run
 * @param jvmFlags flags for the forks beyond the usual ones
 */
public record DayOptions(
    String modelName,
    Path modelFile,
    Path out,
    Optional<Path> targets,
    int threads,
    String kvType,
    int contextLength,
    long seed,
    boolean profile,
    List<String> jvmFlags) {

  /** Where results go unless told otherwise, under the working directory. */
  public static final Path DEFAULT_OUT = Path.of("results", "phase_18f");

  private static final long DEFAULT_SEED = 18;

  public DayOptions {
    jvmFlags = List.copyOf(jvmFlags);
  }

  /** The usual day over {@code modelFile}. */
  public static DayOptions of(String modelName, Path modelFile) {
    return new DayOptions(
        modelName,
        modelFile,
        DEFAULT_OUT,
        Optional.empty(),
        0,
        "",
        0,
        DEFAULT_SEED,
        true,
        List.of());
  }

  /** The same with results in {@code folder}. */
  public DayOptions withOut(Path folder) {
    return new DayOptions(
        modelName,
        modelFile,
        folder,
        targets,
        threads,
        kvType,
        contextLength,
        seed,
        profile,
        jvmFlags);
  }

  /** The same with the targets of {@code file}. */
  public DayOptions withTargets(Path file) {
    return new DayOptions(
        modelName,
        modelFile,
        out,
        Optional.of(file),
        threads,
        kvType,
        contextLength,
        seed,
        profile,
        jvmFlags);
  }

  /** The same with {@code count} compute threads. */
  public DayOptions withThreads(int count) {
    return new DayOptions(
        modelName, modelFile, out, targets, count, kvType, contextLength, seed, profile, jvmFlags);
  }

  /** The same with or without the profile passes. */
  public DayOptions withProfile(boolean wanted) {
    return new DayOptions(
        modelName, modelFile, out, targets, threads, kvType, contextLength, seed, wanted, jvmFlags);
  }

  /**
   * What is measured.
   *
   * @param scratch a folder whose content vanishes after the day
   */
  SystemSettings settings(Path scratch) {
    return new SystemSettings(
        modelFile.toAbsolutePath().toString(),
        threads,
        kvType,
        contextLength,
        scratch.toAbsolutePath().toString());
  }
}
