package ryot.lang.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import ryot.lang.Tier;
import ryot.testkit.Property;

class ContainerTest {

  private static final List<StreamOptions> WAYS =
      List.of(
          StreamOptions.auto(),
          StreamOptions.ofSession(),
          StreamOptions.ofBlocks(EnumSet.of(Tier.TOKEN)),
          StreamOptions.ofBlocks(EnumSet.of(Tier.STREAM)),
          StreamOptions.ofBlocks(EnumSet.of(Tier.STORED)));

  @Test
  void anyBytesComeBackInEveryWay() {
    for (StreamOptions way : WAYS) {
      Property.check(
          100,
          choices -> choices.bytes(2_000),
          bytes -> assertThat(read(write(bytes, way))).isEqualTo(bytes));
      for (int length : new int[] {0, 1, 65_534, 65_535, 65_536, 300_000}) {
        assertThat(read(write(text(length), way))).isEqualTo(text(length));
        assertThat(read(write(noise(length), way))).isEqualTo(noise(length));
      }
    }
  }

  @Test
  void longInputIsWrittenStretchByStretch() {
    byte[] text = text(10_000_000);
    byte[] auto = write(text, StreamOptions.auto());
    assertThat(read(auto)).isEqualTo(text);
    assertThat(read(write(text, StreamOptions.ofSession()))).isEqualTo(text);
    assertThat(auto.length).isLessThan(text.length / 3);
  }

  @Test
  void autoIsTheSmallestOfAllWays() {
    byte[] text = text(500_000);
    int auto = write(text, StreamOptions.auto()).length;
    for (StreamOptions way : WAYS) {
      assertThat(auto).isLessThanOrEqualTo(write(text, way).length + 2 * Container.MODEL_BYTES);
    }
  }

  @Test
  void noiseGrowsByAFewBytesABlock() {
    for (StreamOptions way : WAYS) {
      assertThat(write(noise(655_350), way)).hasSizeLessThan(655_350 + 10 * 30 + 150);
    }
  }

  @Test
  void containersOneBehindTheOtherAreOneText() throws IOException {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(write(text(70_000), StreamOptions.auto()));
    both.write(write(noise(5), StreamOptions.ofSession()));
    byte[] read = read(both.toByteArray());
    assertThat(read).startsWith(text(70_000)).endsWith(noise(5)).hasSize(70_005);
  }

  @Test
  void flushedBytesAreReadableBeforeTheEnd() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (SigmaOutputStream writer = Sigma.standard().writer(out, StreamOptions.ofSession())) {
      writer.write(text(1_000));
      writer.flush();
      SigmaInputStream reader =
          Sigma.standard().reader(new ByteArrayInputStream(out.toByteArray()));
      assertThat(reader.readNBytes(1_000)).isEqualTo(text(1_000));
    }
    assertThat(read(out.toByteArray())).isEqualTo(text(1_000));
  }

  @Test
  void aContainerCutAnywhereIsRefused() {
    for (StreamOptions way : WAYS) {
      byte[] whole = write(text(700), way);
      for (int length = 0; length < whole.length; length++) {
        byte[] cut = Arrays.copyOf(whole, length);
        assertThatThrownBy(() -> read(cut)).isInstanceOf(MalformedFrameException.class);
      }
    }
  }

  @Test
  void everyChangedBitOfTextIsNoticed() {
    for (StreamOptions way : WAYS) {
      byte[] text = text(900);
      byte[] whole = write(text, way);
      for (int bit = 0; bit < 8 * whole.length; bit++) {
        byte[] changed = whole.clone();
        changed[bit / 8] ^= (byte) (1 << bit % 8);
        assertThat(readsOtherText(changed, text)).as("bit " + bit + " of " + way).isFalse();
      }
    }
  }

  @Test
  void whatANewerReleaseWritesIsNamedAsSuch() {
    byte[] version = write(text(9), StreamOptions.auto());
    version[4] = 2;
    assertThatThrownBy(() -> read(version))
        .isInstanceOf(NewerFormatException.class)
        .hasMessageContaining("version 2");
    byte[] flags = write(text(9), StreamOptions.auto());
    flags[5] = 1;
    assertThatThrownBy(() -> read(flags)).isInstanceOf(NewerFormatException.class);
    byte[] optional = write(text(9), StreamOptions.auto());
    optional[5] = 0x10;
    assertThat(read(optional)).isEqualTo(text(9));
  }

  @Test
  void blocksThatMayBePassedOverAre() {
    byte[] whole = write(text(9), StreamOptions.ofSession());
    byte[] more = new byte[whole.length + 5];
    int header = Container.FIXED_HEADER_BYTES;
    System.arraycopy(whole, 0, more, 0, header);
    more[header] = (byte) 0x90;
    more[header + 1] = 3;
    System.arraycopy(whole, header, more, header + 5, whole.length - header);
    assertThat(read(more)).isEqualTo(text(9));
    more[header] = 0x42;
    assertThatThrownBy(() -> read(more)).isInstanceOf(NewerFormatException.class);
  }

  @Test
  void anUnknownModelIsNamed() {
    byte[] whole = write(text(900), StreamOptions.ofBlocks(EnumSet.of(Tier.TOKEN)));
    assertThatThrownBy(() -> read(Sigma.plain(), whole))
        .isInstanceOf(UnknownModelException.class)
        .hasMessageContaining("token tier")
        .hasMessageContaining(Long.toHexString(Shipped.models().getFirst().id().value()));
  }

  @Test
  void somethingElseIsSaidToBe() {
    assertThatThrownBy(() -> read("PK\3\4 something else".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(MalformedFrameException.class)
        .hasMessageContaining("50 4B 03 04");
  }

  private static boolean readsOtherText(byte[] container, byte[] text) {
    try {
      return !Arrays.equals(read(container), text);
    } catch (MalformedFrameException | NewerFormatException | UnknownModelException e) {
      return false;
    }
  }

  static byte[] write(byte[] text, StreamOptions way) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (SigmaOutputStream writer = Sigma.standard().writer(out, way)) {
      writer.write(text, 0, text.length / 2);
      writer.write(text, text.length / 2, text.length - text.length / 2);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return out.toByteArray();
  }

  private static byte[] read(byte[] container) {
    return read(Sigma.standard(), container);
  }

  private static byte[] read(Sigma sigma, byte[] container) {
    try (SigmaInputStream reader = sigma.reader(new ByteArrayInputStream(container))) {
      return reader.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  static byte[] text(int length) {
    StringBuilder text = new StringBuilder();
    SplittableRandom random = new SplittableRandom(length);
    while (text.length() < length) {
      text.append("The answer to question ")
          .append(random.nextInt(1_000_000))
          .append(" is ")
          .append(random.nextInt(2) == 0 ? "that it depends on the tree.\n" : "not known. ");
    }
    return Arrays.copyOf(text.toString().getBytes(StandardCharsets.UTF_8), length);
  }

  static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(length).nextBytes(bytes);
    return bytes;
  }
}
