package ryot.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The real default model, pulled into the user's own store as a user would. */
final class DefaultModelIT {

  @Test
  void theDefaultModelIsPulledAndIsWhatTheCatalogueSays() throws IOException {
    ModelStore store = ModelStore.open();
    CatalogModel model = store.catalog().defaultModel();
    Path file;
    try {
      file = store.resolve(model.name(), false, PullProgress.SILENT);
    } catch (ModelUnavailableException e) {
      abort("no source of the default model can be reached from here: " + e.getMessage());
      return;
    }

    assertThat(Files.size(file)).isEqualTo(98_362_432);
    assertThat(store.pull(model.name(), PullProgress.SILENT).sha256())
        .isEqualTo("b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53");
  }
}
