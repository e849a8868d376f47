package ryot.lang.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import ryot.lang.Codec;
import ryot.lang.CodecContract;
import ryot.lang.token.TrainingText;
import ryot.testkit.Property;

/** Tables of little text: the codec works by any, and files that are none are refused. */
class TokenTrainerTest extends CodecContract {

  private static final TokenTrainer.Options SMALL =
      new TokenTrainer.Options(1024, 32, 4, 4, 8, 1 << 20);

  private static final byte[] FILE = train(letters(400));
  private static final byte[] FILE_OF_ORDER_TWO =
      new TokenTrainer(SMALL.withOrder(2), step -> {}).train(letters(400));

  @Override
  protected Codec codec() {
    return new TokenCodec(TokenTables.read(FILE));
  }

  /** The same contract by tables of order 2. */
  @Nested
  class OfOrderTwo extends CodecContract {

    @Override
    protected Codec codec() {
      return new TokenCodec(TokenTables.read(FILE_OF_ORDER_TWO));
    }
  }

  @Test
  void tablesSayTheirOrder() {
    assertThat(TokenTables.read(FILE).order()).isEqualTo(1);
    assertThat(TokenTables.read(FILE_OF_ORDER_TWO).order()).isEqualTo(2);
    assertThatThrownBy(() -> SMALL.withOrder(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("an order of 1 or 2, not 3");
    byte[] third = FILE.clone();
    third[5] = 2;
    assertThatThrownBy(() -> TokenTables.read(third))
        .isInstanceOf(MalformedTablesException.class)
        .hasMessageContaining("an order that this Ryot does not read: 3");
  }

  @Test
  void twoTokensBeforeTellMoreThanOne() {
    TrainingText text = new TrainingText(1 << 20);
    SplittableRandom random = new SplittableRandom(5);
    for (int m = 0; m < 300; m++) {
      text.add(m, errands(random).getBytes(StandardCharsets.UTF_8));
    }
    TokenTrainer.Options one = new TokenTrainer.Options(600, 1, 4, 4, 8, 1 << 20);
    byte[] unseen = errands(random).getBytes(StandardCharsets.UTF_8);
    assertThat(size(unseen, one.withOrder(2), text) * 10).isLessThan(size(unseen, one, text) * 9);
  }

  private static int size(byte[] raw, TokenTrainer.Options options, TrainingText text) {
    byte[] file = new TokenTrainer(options, step -> {}).train(text);
    return new TokenCodec(TokenTables.read(file)).encode(raw, 0, raw.length, raw.clone(), 0);
  }

  /** Who meets whom: that is told by who and how together, and by neither alone. */
  private static String errands(SplittableRandom random) {
    String[] names = {"Bartholomew", "Christopher", "Constantine", "Maximillian"};
    String[] verbs = {" accompanies", " entertains", " interviews", " congratulates"};
    String[] others = {" grandmothers", " stepbrothers", " housekeepers", " schoolteachers"};
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      int name = random.nextInt(names.length);
      int verb = random.nextInt(verbs.length);
      String other = others[(name + verb) % others.length];
      text.append(names[name]).append(verbs[verb]).append(other).append(".\n");
    }
    return text.toString();
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
  void aListWithATokenTwiceIsRefused() {
    TokenTables tables = TokenTables.read(FILE);
    ContextLists lists = tables.lists();
    ListsBuilder twice = new ListsBuilder(lists.count());
    for (int r = 0; r < lists.count(); r++) {
      char[] list = new char[lists.size(r)];
      Arrays.fill(list, (char) r);
      twice.add(lists.shape(r), list, list.length);
    }
    byte[] file =
        TablesFile.write(
            tables.vocabulary(),
            twice.build(lists.contexts, lists.priorClasses, null),
            tables.shapes(),
            tables.escapes(),
            tables.guesses());
    assertThatThrownBy(() -> TokenTables.read(file))
        .isInstanceOf(MalformedTablesException.class)
        .hasMessageContaining("a list with a token twice");
  }

  @ParameterizedTest
  @MethodSource("files")
  void aFileCutAnywhereIsRefused(byte[] file) {
    for (int length = 0; length < file.length; length += length < 64 ? 1 : 997) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> TokenTables.read(cut))
          .isInstanceOf(MalformedTablesException.class)
          .hasMessageContaining("token tables");
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void aChangedFileIsRefusedOrCodesAnything(byte[] file) {
    byte[] raw = letter(7).getBytes(StandardCharsets.UTF_8);
    Property.check(
        300,
        choices -> {
          byte[] changed = file.clone();
          int length = changed.length;
          int at = choices.flag() ? choices.below(200) : length - 1 - choices.below(length);
          changed[at] ^= (byte) (1 + choices.below(255));
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

  static List<byte[]> files() {
    return List.of(FILE, FILE_OF_ORDER_TWO);
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
