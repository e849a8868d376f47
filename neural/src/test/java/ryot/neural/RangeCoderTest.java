package ryot.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import ryot.lang.MalformedPayloadException;
import ryot.testkit.Choices;
import ryot.testkit.Property;

/** Symbols of any weights come back, in hardly more bits than their weights say. */
class RangeCoderTest {

  /** A symbol by its weight, what is below, and the total. */
  private record Symbol(long below, long weight, long total) {
    static Symbol of(Choices choices) {
      long total = 1 + choices.below(1 << choices.between(0, 30)) * (1L << choices.below(14));
      long weight = 1 + (long) (choices.floating(0, 1) * (total - 1));
      long below = (long) (choices.floating(0, 1) * (total - weight));
      return new Symbol(
          choices.flag() ? total - weight : below, choices.flag() ? weight : 1, total);
    }
  }

  private static byte[] encoded(List<Symbol> symbols) {
    RangeEncoder encoder = new RangeEncoder();
    symbols.forEach(symbol -> encoder.encode(symbol.below, symbol.weight, symbol.total));
    return encoder.finish();
  }

  private static void decode(byte[] coded, List<Symbol> symbols) {
    byte[] guarded = new byte[coded.length + 16];
    Arrays.fill(guarded, (byte) 0xA5);
    System.arraycopy(coded, 0, guarded, 8, coded.length);
    RangeDecoder decoder = new RangeDecoder(guarded, 8, coded.length);
    for (Symbol symbol : symbols) {
      long target = decoder.target(symbol.total);
      assertThat(target).isBetween(symbol.below, symbol.below + symbol.weight - 1);
      decoder.take(symbol.below, symbol.weight);
    }
    decoder.finish();
  }

  @Test
  void symbolsComeBackInAboutAsManyBitsAsTheyWeigh() {
    Property.check(
        2_000,
        choices -> choices.list(60, Symbol::of),
        symbols -> {
          byte[] coded = encoded(symbols);
          decode(coded, symbols);
          double bits = 0;
          for (Symbol symbol : symbols) {
            bits += Math.log((double) symbol.total / symbol.weight) / Math.log(2) + 1e-3;
          }
          assertThat((double) coded.length).isLessThan(bits / 8 + 1.1);
        });
  }

  @Test
  void carriesRunThroughManyBytes() {
    Symbol low = new Symbol(0, 1, 3);
    Symbol middle = new Symbol(1, 1, 3);
    for (int count = 0; count < 200; count++) {
      Symbol[] symbols = new Symbol[count + 2];
      Arrays.fill(symbols, middle);
      symbols[0] = low;
      symbols[count + 1] = new Symbol(2, 1, 3);
      decode(encoded(List.of(symbols)), List.of(symbols));
    }
    // A third, written in binary, is followed by what tips it over a power of two.
    Symbol[] high = new Symbol[100];
    Arrays.fill(high, new Symbol((1 << 24) - 1, 1, 1 << 24));
    decode(encoded(List.of(high)), List.of(high));
  }

  @Test
  void whatIsCutShortOrTooLongIsSaidSo() {
    SplittableRandom random = new SplittableRandom(1);
    Symbol[] symbols = new Symbol[100];
    for (int i = 0; i < symbols.length; i++) {
      symbols[i] = new Symbol(random.nextInt(1 << 20), 1, 1 << 20);
    }
    byte[] coded = encoded(List.of(symbols));
    assertThatThrownBy(
            () -> {
              RangeDecoder decoder = new RangeDecoder(coded, 0, coded.length - 20);
              for (int i = 0; i < 100; i++) {
                decoder.take(decoder.target(1 << 20), 1);
              }
            })
        .isInstanceOf(MalformedPayloadException.class)
        .hasMessageContaining("cut short");
    assertThatThrownBy(() -> decode(Arrays.copyOf(coded, coded.length + 20), List.of(symbols)))
        .isInstanceOf(MalformedPayloadException.class)
        .hasMessageContaining("ends after");
  }
}
