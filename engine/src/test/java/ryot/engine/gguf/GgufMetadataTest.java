package ryot.engine.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ryot.testkit.Choices;
import ryot.testkit.GgufWriter;
import ryot.testkit.GgufWriter.ValueType;
import ryot.testkit.LittleEndianBytes;
import ryot.testkit.Property;

class GgufMetadataTest {

  @ParameterizedTest
  @CsvSource({
    "UINT8, 255, 255",
    "INT8, -128, -128",
    "UINT16, 65535, 65535",
    "INT16, -32768, -32768",
    "UINT32, 4294967295, 4294967295",
    "INT32, -2147483648, -2147483648",
    "UINT64, 9223372036854775807, 9223372036854775807",
    "UINT64, -1, 18446744073709551615",
    "INT64, -9223372036854775808, -9223372036854775808"
  })
  void everyIntegerTypeIsRead(ValueType type, long value, String text) {
    GgufMetadata metadata = read(writer -> writer.value("k", type, out -> put(out, type, value)));
    GgufValue found = metadata.value("k");
    assertThat(found).isEqualTo(new GgufValue.IntValue(GgufType.valueOf(type.name()), value));
    assertThat(found.describe()).isEqualTo(text);
    assertThat(found.type()).hasToString(type.name().toLowerCase(java.util.Locale.ROOT));
  }

  @Test
  void floatsBoolsAndStringsAreRead() {
    GgufMetadata metadata =
        read(
            writer ->
                writer
                    .float32("f32", 0.1f)
                    .value("f64", ValueType.FLOAT64, out -> out.float64(0.1))
                    .bool("yes", true)
                    .bool("no", false)
                    .string("text", "naïve 😀 \u0000 \uFFFD")
                    .string("empty", ""));
    assertThat(metadata.keys()).containsExactly("f32", "f64", "yes", "no", "text", "empty");
    assertThat(metadata.float32("f32")).isEqualTo(0.1f);
    assertThat(metadata.float32("f64")).isEqualTo(0.1f);
    assertThat(metadata.value("f64")).isEqualTo(new GgufValue.FloatValue(GgufType.FLOAT64, 0.1));
    assertThat(metadata.bool("yes")).isTrue();
    assertThat(metadata.bool("no")).isFalse();
    assertThat(metadata.string("text")).isEqualTo("naïve 😀 \u0000 \uFFFD");
    assertThat(metadata.string("empty")).isEmpty();
    assertThat(metadata.value("f32").describe()).isEqualTo("0.1");
    assertThat(metadata.value("text").describe()).isEqualTo("\"naïve 😀 \u0000 \uFFFD\"");
  }

  @Test
  void arraysAreRead() {
    GgufMetadata metadata =
        read(
            writer ->
                writer
                    .strings("strings", List.of("a", "", "ç"))
                    .ints("ints", -1, 0, 7)
                    .floats("floats", 0.5f, -2f)
                    .array("none", ValueType.STRING, 0, out -> {})
                    .array("bytes", ValueType.UINT8, 3, out -> out.int8(1).int8(200).int8(3))
                    .array("flags", ValueType.BOOL, 2, out -> out.int8(1).int8(0)));
    assertThat(metadata.strings("strings")).containsExactly("a", "", "ç");
    assertThat(metadata.ints("ints")).containsExactly(-1, 0, 7);
    assertThat(metadata.ints("bytes")).containsExactly(1, 200, 3);
    assertThat(metadata.floats("floats")).containsExactly(0.5f, -2f);
    assertThat(metadata.strings("none")).isEmpty();
    assertThat(metadata.value("flags").describe()).isEqualTo("bool[2] {true, false}");
    assertThat(metadata.value("none").describe()).isEqualTo("string[0] {}");
  }

  @Test
  void arraysOfArraysAreRead() {
    GgufMetadata metadata =
        read(
            writer ->
                writer.array(
                    "deep",
                    ValueType.ARRAY,
                    2,
                    out -> {
                      GgufWriter.arrayHead(out, ValueType.INT16, 2).int16(-5).int16(6);
                      GgufWriter.arrayHead(out, ValueType.STRING, 1).string("x");
                    }));
    assertThat(metadata.value("deep").describe())
        .isEqualTo("array[2] {int16[2] {-5, 6}, string[1] {\"x\"}}");
  }

  @Test
  void longArraysAreDescribedByTheirBeginning() {
    GgufMetadata metadata = read(writer -> writer.ints("ints", 1, 2, 3, 4, 5, 6, 7));
    assertThat(metadata.value("ints").describe()).isEqualTo("int32[7] {1, 2, 3, 4, 5, ...}");
  }

  @Test
  void whatIsMissingIsEmptyWhereSoughtAndAnErrorWhereRequired() {
    GgufMetadata metadata = read(writer -> {});
    assertThat(metadata.contains("k")).isFalse();
    assertThat(metadata.findString("k")).isEmpty();
    assertThat(metadata.findInt32("k")).isEmpty();
    assertThat(metadata.findInt64("k")).isEmpty();
    assertThat(metadata.findFloat32("k")).isEmpty();
    assertThat(metadata.findBool("k")).isEmpty();
    assertThat(metadata.findStrings("k")).isEmpty();
    assertThat(metadata.findInts("k")).isEmpty();
    assertThat(metadata.findFloats("k")).isEmpty();
    assertRejected(() -> metadata.value("k"), "model.gguf: metadata \"k\" is required and missing");
    assertRejected(() -> metadata.int32("k"), "metadata \"k\" is required and missing");
  }

  @Test
  void aValueOfAnotherKindIsNamedWithWhatWasExpected() {
    GgufMetadata metadata =
        read(
            writer ->
                writer
                    .string("text", "7")
                    .uint32("number", 4294967295L)
                    .float32("float", 1)
                    .ints("ints", 1, 2)
                    .value("huge", ValueType.UINT64, out -> out.int64(-1)));
    assertRejected(
        () -> metadata.int32("text"),
        "model.gguf at byte 24: metadata \"text\" is a string, expected an integer");
    assertRejected(
        () -> metadata.int32("number"),
        "metadata \"number\" is the uint32 4294967295, expected an integer from -2^31 to 2^31 - 1");
    assertThat(metadata.int64("number")).isEqualTo(4294967295L);
    assertThat(metadata.findInt64("number")).hasValue(4294967295L);
    assertRejected(() -> metadata.string("float"), "is the float32 1.0, expected a string");
    assertRejected(() -> metadata.bool("ints"), "is an array of 2 int32, expected a bool");
    assertRejected(() -> metadata.strings("ints"), "2 int32, expected an array of strings");
    assertRejected(() -> metadata.floats("ints"), "is an array of 2 int32, expected a float");
    assertRejected(() -> metadata.ints("text"), "is a string, expected an array of integers");
    assertRejected(() -> metadata.findFloat32("text"), "is a string, expected a float");
    assertRejected(
        () -> metadata.int64("huge"), "the uint64 18446744073709551615, expected an integer below");
  }

  /** A text under a key, as a property draws it. */
  private record Pair(String key, String text) {

    static Pair draw(Choices choices) {
      return new Pair("key." + choices.below(1000), choices.text(30));
    }
  }

  @Test
  void anyTextsComeBackAsTheyWereWritten() {
    Property.check(
        choices -> choices.list(8, Pair::draw).stream().distinct().toList(),
        pairs -> {
          List<Pair> unique =
              pairs.stream()
                  .filter(
                      pair -> pairs.stream().filter(p -> p.key().equals(pair.key())).count() == 1)
                  .toList();
          GgufMetadata metadata =
              read(writer -> unique.forEach(pair -> writer.string(pair.key(), pair.text())));
          assertThat(metadata.keys())
              .containsExactlyElementsOf(unique.stream().map(Pair::key).toList());
          for (Pair pair : unique) {
            assertThat(metadata.string(pair.key())).isEqualTo(pair.text());
          }
        });
  }

  private static void put(LittleEndianBytes out, ValueType type, long value) {
    switch (type) {
      case UINT8, INT8 -> out.int8((int) value);
      case UINT16, INT16 -> out.int16((int) value);
      case UINT32, INT32 -> out.int32(value);
      case UINT64, INT64 -> out.int64(value);
      case FLOAT32, BOOL, STRING, ARRAY, FLOAT64 -> throw new IllegalArgumentException();
    }
  }

  private static GgufMetadata read(Consumer<GgufWriter> content) {
    GgufWriter writer = new GgufWriter(3);
    content.accept(writer);
    return new GgufReader(MemorySegment.ofArray(writer.toBytes()), "model.gguf").read().metadata();
  }

  private static void assertRejected(ThrowingCallable access, String message) {
    assertThatExceptionOfType(MalformedGgufException.class)
        .isThrownBy(access)
        .withMessageContaining(message);
  }
}
