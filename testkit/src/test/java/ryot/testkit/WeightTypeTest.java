package ryot.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightTypeTest {

  /** Expected bytes: NumPy reference of gguf-py ({@code gguf.quants}, llama.cpp of 2026, MIT). */
  @ParameterizedTest
  @CsvSource({
    "F32, 0000e8bf0000003f000098bf0000903f000010bf0000e03f0000803d0000d0bf0000303f000080bf0000a83f0000c0be0000f83f0000803e0000b8bf0000603f000050bf0000c03f000040be000008400000e03e0000a0bf0000883f000020bf0000d83f000000000000d8bf0000203f000088bf0000a03f0000e0be0000f03f",
    "F16, 40bf0038c0bc803c80b8003f002c80be803900bc403d00b6c03f0034c0bd003b80ba003e00b24040003700bd403c00b9c03e0000c0be003940bc003d00b7803f",
    "BF16, e8bf003f98bf903f10bfe03f803dd0bf303f80bfa83fc0bef83f803eb8bf603f50bfc03f40be0840e03ea0bf883f20bfd83f0000d8bf203f88bfa03fe0bef03f",
    "Q4_0, 40b4bf269c046ad148ae258ce369c137ad15",
    "Q4_1, 333440bf40d962fb952eb751da730c953ec851ea",
    "Q5_0, 40b0d54aa5566e5c1908d493805c3b08d6b3817e3b29",
    "Q5_1, 113040bf2ab55aa980a2d5f72a4c7f91c4e6193b6e80b3d5",
    "Q8_0, 4924941eb943de69049f29c44eea740faa34cf5af57f1ab540db65009b25c04be670"
  })
  void encodesAsTheReferenceDoes(WeightType type, String expected) {
    assertThat(HexFormat.of().formatHex(type.encode(wave()))).isEqualTo(expected);
  }

  @Test
  void halfABlockIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WeightType.Q4_0.encode(new float[48]))
        .withMessageContaining("48 values are not a whole number of Q4_0 blocks of 32");
  }

  /** 32 values of both signs, exact in binary: ((37 i mod 64) - 29) / 16. */
  private static float[] wave() {
    float[] values = new float[32];
    for (int i = 0; i < values.length; i++) {
      values[i] = (37 * i % 64 - 29) / 16f;
    }
    return values;
  }
}
