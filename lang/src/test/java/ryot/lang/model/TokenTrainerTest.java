package ryot.lang.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import ryot.lang.Codec;
import ryot.lang.CodecContract;
import ryot.lang.token.TrainingText;
import ryot.testkit.Property;

/** Tables of little text: the codec works by any, and files that are none are refused. */
class TokenTrainerTest extends CodecContract {

  private static final TokenTrainer.Options SMALL =
      new TokenTrainer.Options(1024, 32, 4, 4, 8, 1 << 20);

  private static final byte[] FILE = train(letters(400));

  @Override
  protected Codec codec() {
    return new TokenCodec(TokenTables.read(FILE));
  }

  @Test
  void theSameTextGivesTheSameTables() {
    assertThat(train(letters(400))).isEqualTo(FILE);
    assertThat(TokenTables.read(FILE).id()).hasSize(8).isEqualTo(TokenTables.read(FILE).id());
    assertThat(train(letters(401))).isNotEqualTo(FILE);
  }

  @Test
  void ownTablesCodeOwnMessagesBetterThanThoseThatShip() {
    byte[] letter = letter(1_000).getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[letter.length];
    int own = codec().encode(letter, 0, letter.length, out, 0);
    int standard = new TokenCodec(TokenTables.standard()).encode(letter, 0, letter.length, out, 0);
    assertThat(own * 2).isLessThan(standard);
  }

  @Test
  void noTextGivesTablesThatCodeAnything() {
    Codec codec = new TokenCodec(TokenTables.read(train(new TrainingText(0))));
    byte[] raw = "ab".repeat(40).getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[raw.length];
    int size = codec.encode(raw, 0, raw.length, out, 0);
    byte[] back = new byte[raw.length];
    codec.decode(out, 0, size, back, 0, raw.length);
    assertThat(back).isEqualTo(raw);
  }

  @Test
  void aFileCutAnywhereIsRefused() {
    for (int length = 0; length < FILE.length; length += length < 64 ? 1 : 997) {
      byte[] cut = Arrays.copyOf(FILE, length);
      assertThatThrownBy(() -> TokenTables.read(cut))
          .isInstanceOf(MalformedTablesException.class)
          .hasMessageContaining("token tables");
    }
  }

  @Test
  void aChangedFileIsRefusedOrCodesAnything() {
    byte[] raw = letter(7).getBytes(StandardCharsets.UTF_8);
    Property.check(
        300,
        choices -> {
          byte[] changed = FILE.clone();
          int near = choices.flag() ? 200 : changed.length;
          changed[choices.below(near)] ^= (byte) (1 + choices.below(255));
          return changed;
        },
        changed -> {
          TokenTables tables;
          try {
            tables = TokenTables.read(changed);
          } catch (MalformedTablesException e) {
            assertThat(e).hasMessageContaining("token tables");
            return;
          }
          Codec codec = new TokenCodec(tables);
          byte[] out = new byte[raw.length];
          int size = codec.encode(raw, 0, raw.length, out, 0);
          byte[] back = new byte[raw.length];
          codec.decode(out, 0, size, back, 0, raw.length);
          assertThat(back).isEqualTo(raw);
        });
  }

  private static byte[] train(TrainingText text) {
    return new TokenTrainer(SMALL, step -> {}).train(text);
  }

  private static TrainingText letters(int count) {
    TrainingText text = new TrainingText(1 << 20);
    for (int i = 0; i < count; i++) {
      text.add(i, letter(i).getBytes(StandardCharsets.UTF_8));
    }
    return text;
  }

  private static String letter(int number) {
    return """
        Dear customer %d, your parcel zk-%04d has left the depot in Wuppertal-Vohwinkel.
        {"parcel": "zk-%04d", "state": "departed", "depot": "wuppertal-vohwinkel", "hours": %d}
        """
        .formatted(number, number * 7 % 9973, number * 7 % 9973, number % 48);
  }
}
