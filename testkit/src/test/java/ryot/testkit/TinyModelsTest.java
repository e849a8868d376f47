package ryot.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ryot.testkit.TinyModels.Architecture;

class TinyModelsTest {

  /** Golden data elsewhere was computed from exactly these bytes. */
  @ParameterizedTest
  @CsvSource({
    "LLAMA, be1b15d1335a64abd71848ad52e3405271a090bfd112d1ee938df31b7c713e46",
    "QWEN2, ff19fcb31fa1cb90e3d32b61a5e64414507e38c667c415a8c9b5fa52c6ef66c3",
    "QWEN3, 00534a78f1fb007100f9de4c154b4b2844d6c00e3c28e34f79f0d9ad4cc5c6bf"
  })
  void theModelsOfSeedOneAreWhatGoldenDataWasComputedFrom(Architecture architecture, String sha256)
      throws NoSuchAlgorithmException {
    byte[] bytes = TinyModels.writer(architecture, WeightType.F32, 1).toBytes();
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
    assertThat(HexFormat.of().formatHex(hash)).isEqualTo(sha256);
  }

  @Test
  void anotherSeedIsAnotherModel() {
    assertThat(TinyModels.writer(Architecture.LLAMA, WeightType.F16, 1).toBytes())
        .isNotEqualTo(TinyModels.writer(Architecture.LLAMA, WeightType.F16, 2).toBytes());
  }
}
