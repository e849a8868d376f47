package ryot.lab.workload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import ryot.lab.codec.SigmaText;
import ryot.lab.plan.Experiment;
import ryot.lab.plan.Metric;
import ryot.lab.results.Subject;
import ryot.vault.Rsu;
import ryot.vault.Vault;
import ryot.vault.VaultOptions;
import ryot.vault.seal.Argon2Cost;
import ryot.vault.seal.Credential;
import ryot.vault.seal.FrameCipher;
import ryot.vault.storage.DiskStorage;

/**
 * ΣVAULT, reading or writing units one by one as every command does: encrypted, texts coded,
 * durable when a write returns. Every unit is compared with what was stored, outside the timed
 * part.
 */
public final class VaultSystem implements Measurable {
  private final Metric metric;
  private final Vault vault;
  private final List<Rsu> stored;
  private final Subject description;

  private VaultSystem(Metric metric, Vault vault, List<Rsu> stored, Subject description) {
    this.metric = metric;
    this.vault = vault;
    this.stored = stored;
    this.description = description;
  }

  /**
   * The system of an experiment: a new vault, with as many units as its series says if they are to
   * be read.
   *
   * @param seed of the units
   * @param scratch a folder on the disk to be measured
   */
  public static VaultSystem open(Experiment experiment, long seed, Path scratch)
      throws IOException {
    Path folder = Files.createTempDirectory(scratch, "vault");
    Vault vault;
    try (Credential credential = Credential.passphrase("measured".toCharArray())) {
      vault =
          Vault.create(
              DiskStorage.open(folder),
              credential,
              Argon2Cost.KEY_FILE,
              VaultOptions.usual().codecs(List.of(new SigmaText())));
    }
    List<Rsu> stored = new ArrayList<>();
    if (experiment.metric() == Metric.READ_TIME) {
      MixedUnits units = MixedUnits.of(seed);
      for (int i = 0; i < experiment.primary().promptTokens(); i++) {
        Rsu unit = units.next("unit " + i);
        vault.put(unit);
        stored.add(unit);
      }
    }
    return new VaultSystem(experiment.metric(), vault, stored, subject(folder));
  }

  private static Subject subject(Path folder) throws IOException {
    FileStore disk = Files.getFileStore(folder);
    return new Subject(
        "ryot vault",
        "AES-256-GCM by " + FrameCipher.providerName(),
        "durable on return",
        1,
        "",
        0,
        "units of mixed kinds, 1 KiB to 256 KiB, texts from messages-licence.txt coded by ΣLANG",
        "on " + disk.type() + " (" + disk.name() + ")");
  }

  @Override
  public Subject description() {
    return description;
  }

  @Override
  public Workload workload(long seed, LongSupplier clockNanos, Aside aside) {
    try {
      return metric == Metric.READ_TIME
          ? reading(new SplittableRandom(seed), clockNanos, aside)
          : writing(MixedUnits.of(seed), clockNanos, aside);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Workload reading(SplittableRandom random, LongSupplier clockNanos, Aside aside) {
    return (_, _) -> {
      Rsu unit = stored.get(random.nextInt(stored.size()));
      long begin = clockNanos.getAsLong();
      Rsu read = get(unit.id());
      long nanos = clockNanos.getAsLong() - begin;
      return iteration(nanos, unit, read, aside);
    };
  }

  private Workload writing(MixedUnits units, LongSupplier clockNanos, Aside aside) {
    long[] written = {0};
    return (_, _) -> {
      aside.begin();
      Rsu unit = units.next("unit " + written[0]++);
      aside.end();
      long begin = clockNanos.getAsLong();
      put(unit);
      long nanos = clockNanos.getAsLong() - begin;
      aside.begin();
      Rsu read = get(unit.id());
      aside.end();
      return iteration(nanos, unit, read, aside);
    };
  }

  private static Iteration iteration(long nanos, Rsu unit, Rsu read, Aside aside) {
    aside.begin();
    boolean same = MixedUnits.same(unit, read);
    aside.end();
    return new Iteration(nanos, nanos, same ? 1 : 0);
  }

  private Rsu get(String id) {
    try {
      return vault.get(id).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void put(Rsu unit) {
    try {
      vault.put(unit);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      vault.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
