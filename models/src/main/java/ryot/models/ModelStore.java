package ryot.models;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The models on this machine: turns a name into a verified file, pulling it where it is missing.
 *
 * <pre>
 *   NAME.gguf                 a model, complete and verified
 *   NAME.gguf.verified.json   size, hash and time of change when it was verified
 *   NAME.gguf.part            a pull that is under way or was interrupted; the next one resumes it
 *   NAME.gguf.lock            locked by the process that pulls
 *   models.json               the user's own catalogue, which extends the built-in one
 * </pre>
 *
 * <p>Safe for use by many threads and processes at once.
 */
public final class ModelStore {

  /** Names another hub to look for models at. */
  private static final String HUB_VARIABLE = "RYOT_HUB";

  private static final String USER_CATALOG = "models.json";
  private static final Duration PIP_STALL_LIMIT = Duration.ofMinutes(5);

  private final Path folder;
  private final ModelCatalog catalog;
  private final ModelSources sources;
  private final Disk disk;

  ModelStore(Path folder, ModelCatalog catalog, ModelSources sources, Disk disk) {
    this.folder = folder;
    this.catalog = catalog;
    this.sources = sources;
    this.disk = disk;
  }

  /**
   * The user's store: in the folder that RYOT_MODELS names, else where the platform keeps caches;
   * with the built-in catalogue, extended by {@code models.json} in that folder where there is one.
   *
   * @throws MalformedCatalogException if the user's catalogue is not as it should be
   */
  public static ModelStore open() throws IOException {
    Path folder =
        StoreFolder.of(
            System.getenv(),
            System.getProperty("os.name", ""),
            Path.of(System.getProperty("user.home", ".")));
    ModelCatalog catalog = ModelCatalog.builtIn();
    Path own = folder.resolve(USER_CATALOG);
    return open(
        folder, Files.isRegularFile(own) ? catalog.extendedBy(ModelCatalog.read(own)) : catalog);
  }

  /**
   * A store in a folder, which need not exist yet. Models are looked for at the catalogue's hubs,
   * or at the one that RYOT_HUB names.
   */
  public static ModelStore open(Path folder, ModelCatalog catalog) {
    Map<String, String> environment = System.getenv();
    Disk disk = new LocalDisk();
    ModelSources sources =
        new ModelSources(
            hubs(environment, catalog),
            new EnvironmentProxies(environment, ProxySelector.getDefault()),
            TransferPolicy.defaults(),
            new Pip(Pip.COMMANDS, PIP_STALL_LIMIT),
            disk);
    return new ModelStore(folder.toAbsolutePath().normalize(), catalog, sources, disk);
  }

  private static List<URI> hubs(Map<String, String> environment, ModelCatalog catalog) {
    String hub = environment.get(HUB_VARIABLE);
    if (hub == null || hub.isBlank()) {
      return catalog.hubs();
    }
    try {
      return List.of(CatalogReader.hubAddress(hub.strip()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(HUB_VARIABLE + " is " + e.getMessage(), e);
    }
  }

  /** Where the models lie. */
  public Path folder() {
    return folder;
  }

  /** The models that are known by name. */
  public ModelCatalog catalog() {
    return catalog;
  }

  /** Every model of the catalogue and what of it is here; looks at sizes, never at contents. */
  public List<ModelStatus> statuses() throws IOException {
    List<ModelStatus> statuses = new ArrayList<>();
    for (CatalogModel model : catalog.models()) {
      statuses.add(new Installation(model, folder).status());
    }
    return statuses;
  }

  /**
   * The file of a model that is here, without looking at its content; empty if it is not here or
   * damaged.
   *
   * @throws UnknownModelException if no model is called so
   */
  public Optional<Path> installed(String name) throws IOException {
    ModelStatus status = new Installation(catalog.require(name), folder).status();
    return switch (status.state()) {
      case INSTALLED, UNVERIFIED -> Optional.of(status.file());
      case ABSENT, PARTIAL, DAMAGED -> Optional.empty();
    };
  }

  /**
   * The file that a person means: the file itself where there is one of this path; else the model
   * of this name, which is pulled if it is missing or damaged.
   *
   * @param nameOrFile a path, or a name or alias of the catalogue
   * @param offline never to touch the network
   * @throws UnknownModelException if it is neither
   * @throws ModelUnavailableException if it cannot be had; says how to get it by hand
   * @throws CorruptModelException if the file here is damaged and offline forbids another
   */
  public Path resolve(String nameOrFile, boolean offline, PullProgress progress)
      throws IOException {
    Optional<Path> given = givenFile(nameOrFile);
    if (given.isPresent()) {
      return given.get();
    }
    CatalogModel model = catalog.require(nameOrFile);
    Installation installation = new Installation(model, folder);
    ModelStatus status = installation.settled(progress);
    return switch (status.state()) {
      case INSTALLED, UNVERIFIED -> status.file();
      case DAMAGED -> {
        if (offline) {
          throw new CorruptModelException(
              installation.damage() + "; pull it again without --offline");
        }
        yield pull(model.name(), progress).file();
      }
      case ABSENT, PARTIAL -> {
        if (offline) {
          throw new ModelUnavailableException(
              model.name() + " is not here, and --offline forbids to fetch it." + byHand(model));
        }
        yield pull(model.name(), progress).file();
      }
    };
  }

  /**
   * Fetches a model from the first of its sources that serves it, unless it is here already. If
   * another pull of it is under way, waits for that.
   *
   * @throws UnknownModelException if no model is called so
   * @throws ModelUnavailableException if no source serves it; says what each said
   * @throws StorageFullException if there is no room
   */
  public PullResult pull(String name, PullProgress progress) throws IOException {
    CatalogModel model = catalog.require(name);
    Installation installation = new Installation(model, folder);
    if (installation.status().state() == ModelStatus.State.INSTALLED) {
      return installation.result(progress);
    }
    try (PullLock _ = lock(model, progress)) {
      ModelStatus.State state = installation.settled(progress).state();
      return switch (state) {
        case INSTALLED, UNVERIFIED -> installation.result(progress);
        case DAMAGED -> {
          progress.note(installation.damage() + "; fetching it again");
          yield fetch(model, installation, progress);
        }
        case ABSENT, PARTIAL -> fetch(model, installation, progress);
      };
    } catch (InterruptedException | ClosedByInterruptException e) { // while waiting, or in a file
      Thread.currentThread().interrupt();
      InterruptedIOException stopped =
          new InterruptedIOException(
              "the pull of " + name + " was stopped; the next one resumes it");
      stopped.initCause(e);
      throw stopped;
    }
  }

  private PullLock lock(CatalogModel model, PullProgress progress)
      throws IOException, InterruptedException {
    Runnable waiting =
        () -> progress.note("another pull of " + model.name() + " is under way: waiting for it");
    try {
      Files.createDirectories(folder);
      return PullLock.acquire(folder.resolve(model.file() + ".lock"), waiting);
    } catch (FileSystemException e) {
      String reason =
          switch (e) {
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "a file is in its place";
            default -> String.valueOf(e.getReason());
          };
      throw new IOException(
          String.format(
              "cannot write to the folder of models %s: %s; %s names another",
              folder, reason, StoreFolder.VARIABLE),
          e);
    }
  }

  private PullResult fetch(CatalogModel model, Installation installation, PullProgress progress)
      throws IOException, InterruptedException {
    List<String> failures = new ArrayList<>();
    try (PartFile part = PartFile.open(installation.file(), disk)) {
      for (ModelSource source : sources.of(model)) {
        try {
          Fingerprint fingerprint = fetch(model, source, part, progress);
          installation.stamp(fingerprint, source.description(), progress);
          return new PullResult(
              installation.file(),
              source.description(),
              fingerprint.sizeBytes(),
              fingerprint.sha256(),
              true);
        } catch (SourceFailedException | CorruptModelException e) {
          String failure = source.description() + ": " + e.getMessage();
          progress.note(failure);
          failures.add(failure);
        }
      }
    }
    throw new ModelUnavailableException(
        model.name() + " cannot be fetched:\n  " + String.join("\n  ", failures) + byHand(model));
  }

  /**
   * Fetches from one source; what an earlier pull left and turns out wrong is fetched once more.
   */
  private static Fingerprint fetch(
      CatalogModel model, ModelSource source, PartFile part, PullProgress progress)
      throws IOException, InterruptedException {
    boolean inherited = part.inherited();
    try {
      return fillAndPublish(model, source, part, progress);
    } catch (CorruptModelException e) {
      part.restart();
      if (!inherited) {
        throw e;
      }
      progress.note(source.description() + ": " + e.getMessage() + "; fetching the whole again");
      return fillAndPublish(model, source, part, progress);
    }
  }

  private static Fingerprint fillAndPublish(
      CatalogModel model, ModelSource source, PartFile part, PullProgress progress)
      throws IOException, InterruptedException {
    Fingerprint fingerprint = source.fill(part, model.fingerprint(), progress);
    part.publish(fingerprint, progress);
    return fingerprint;
  }

  private String byHand(CatalogModel model) {
    Fingerprint fingerprint = model.fingerprint();
    List<String> ways = sources.of(model).stream().map(ModelSource::byHand).toList();
    return String.format(
        Locale.ROOT,
        "%nTo get it by hand, on any machine: %s.%nPut the file%s at %s%nor give any GGUF file:"
            + " --model FILE",
        String.join(",\nor ", ways),
        fingerprint == null ? "" : " (" + fingerprint + ")",
        folder.resolve(model.file()));
  }

  private Optional<Path> givenFile(String nameOrFile) {
    try {
      Path path = Path.of(nameOrFile);
      if (Files.isDirectory(path) && !nameOrFile.isEmpty() && catalog.find(nameOrFile).isEmpty()) {
        throw new UnknownModelException(
            path + " is a folder; a model is one GGUF file, or a name that `ryot models` lists");
      }
      return Files.isRegularFile(path) ? Optional.of(path) : Optional.empty();
    } catch (InvalidPathException e) {
      // What cannot be a path may still be a name; the catalogue will say if it is not.
      return Optional.empty();
    }
  }
}
