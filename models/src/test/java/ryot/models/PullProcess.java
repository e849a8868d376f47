package ryot.models;

import java.io.IOException;
import java.nio.file.Path;

/** A pull in a process of its own, for tests of what two processes do to each other, or a kill. */
final class PullProcess {

  private PullProcess() {}

  /**
   * Pulls a model, printing what it is told.
   *
   * @param arguments the store's folder, a catalogue file, a name
   */
  public static void main(String[] arguments) throws IOException {
    ModelStore store =
        ModelStore.open(Path.of(arguments[0]), ModelCatalog.read(Path.of(arguments[1])));
    ProgressMeter meter = new ProgressMeter(progress -> {}, System.out::println);
    System.out.println(store.pull(arguments[2], meter).fetched() ? "fetched" : "there");
  }
}
