package ryot.engine.gguf;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ryot.testkit.GgufWriter;
import ryot.testkit.GgufWriter.ValueType;
import ryot.testkit.LittleEndianBytes;
import ryot.testkit.WeightType;

/** Files broken by hand, one fault each, with the message that names it. */
class MalformedGgufTest {

  private static final byte[] MAGIC = {'G', 'G', 'U', 'F'};

  @Test
  void aHeaderAloneIsAFile() {
    assertThatNoException().isThrownBy(() -> read(new GgufWriter(3).toBytes()));
  }

  @Test
  void theMagicIsChecked() {
    byte[] bytes = new GgufWriter(3).toBytes();
    bytes[0] = 'F';
    bytes[1] = 7;
    assertRejected(
        bytes, "model.gguf at byte 0: not a GGUF file: starts with \"F?UF\", expected \"GGUF\"");
    assertRejected(
        new byte[3],
        "at byte 0: the file has 3 bytes, a GGUF file has at least 24; it is cut short");
    assertRejected(new byte[0], "the file has 0 bytes");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 'at byte 4: GGUF version 0, this engine reads 2 and 3'",
    "1, 'GGUF version 1, this engine reads 2 and 3'",
    "4, 'GGUF version 4, this engine reads 2 and 3'",
    "-1, 'GGUF version 4294967295, this engine reads 2 and 3'",
    "0x03000000, 'at byte 4: a big-endian file of version 3; this engine reads little-endian'"
  })
  void theVersionIsChecked(String version, String message) {
    assertRejected(new GgufWriter(Integer.decode(version)).toBytes(), message);
  }

  @Test
  void countsThatTheFileCannotHoldAreRefused() {
    assertRejected(
        header(-1, 0),
        "at byte 8: the file claims 18446744073709551615 tensors, 48 bytes are left");
    assertRejected(
        header(0, -1), "at byte 16: the file claims 18446744073709551615 metadata pairs, 40 bytes");
    assertRejected(header(2, 0), "the file claims 2 tensors, 48 bytes are left in the file");
    assertRejected(header(0, 3), "the file claims 3 metadata pairs, 40 bytes are left");
  }

  @Test
  void countsThatNoModelHasAreRefused() {
    byte[] bytes = new byte[65_537 * 14 + 24];
    System.arraycopy(header(0, 65_537), 0, bytes, 0, 24);
    assertRejected(bytes, "the file claims 65537 metadata pairs, at most 65536 are allowed");
  }

  @Test
  void keysAreChecked() {
    assertPairRejected(out -> out.int64(-1), "metadata key 0 claims 18446744073709551615 bytes");
    assertPairRejected(
        out -> out.string("k".repeat(65_536)).int32(0), "metadata key 0 has 65536 bytes, at most");
    assertPairRejected(out -> out.string("").int32(4), "at byte 24: metadata key 0 is empty");
    assertPairRejected(out -> out.string("a b").int32(4), "characters other than printable ASCII");
    assertPairRejected(out -> out.string("clé").int32(4), "characters other than printable ASCII");
    assertRejected(
        new GgufWriter(3).uint32("k", 1).uint32("l", 2).uint32("k", 3).toBytes(),
        "at byte 58: duplicate metadata key \"k\"");
  }

  @Test
  void valuesAreChecked() {
    assertPairRejected(
        out -> out.string("k").int32(13), "at byte 33: metadata \"k\" has value type 13, expected");
    assertPairRejected(out -> out.string("k").int32(-1), "metadata \"k\" has value type -1");
    assertPairRejected(
        out -> out.string("key").int32(7).int8(2),
        "metadata \"key\" is a bool of 2, expected 0 or 1");
    assertPairRejected(
        out -> out.string("k").int32(8).int64(100).bytes(new byte[99]),
        "at byte 37: metadata \"k\" claims 100 bytes, 99 bytes are left in the file");
    assertPairRejected(
        out -> out.string("key").int32(8).int64(2).int8(0xC3).int8(0x28),
        "metadata \"key\" is not valid UTF-8");
    assertPairRejected(
        out -> out.string("key").int32(10).int32(1),
        "metadata \"key\" takes 8 bytes, 4 bytes are left in the file; it is cut short or damaged");
  }

  @Test
  void arraysAreChecked() {
    assertPairRejected(
        out -> out.string("k").int32(9).int32(77).int64(1),
        "\"k\" has value type 77, expected 0 to");
    assertPairRejected(
        out -> out.string("k").int32(9).int32(4).int64(-1),
        "\"k\" claims 18446744073709551615 elements of type uint32, 0 bytes are left in the file");
    assertPairRejected(
        out -> out.string("k").int32(9).int32(8).int64(2).bytes(new byte[15]),
        "\"k\" claims 2 elements of type string, 15 bytes are left in the file");
    assertPairRejected(
        out -> out.string("k").int32(9).int32(0).int64(1 << 24).bytes(new byte[1 << 24]),
        "\"k\" brings the array elements in the file to more than 8388608");
    assertPairRejected(
        out -> {
          out.string("k").int32(9);
          for (int i = 0; i < 6; i++) {
            GgufWriter.arrayHead(out, ValueType.ARRAY, 1);
          }
        },
        "\"k\" has arrays nested deeper than 4");
  }

  @Test
  void theAlignmentIsChecked() {
    assertRejected(
        new GgufWriter(3).uint32("general.alignment", 13).toBytes(),
        "metadata \"general.alignment\" is the uint32 13, expected a positive power of two");
    assertRejected(new GgufWriter(3).uint32("general.alignment", 0).toBytes(), "power of two");
    assertRejected(
        new GgufWriter(3)
            .value("general.alignment", ValueType.INT32, o -> o.int32(1L << 31))
            .toBytes(),
        "power of two");
    assertRejected(
        new GgufWriter(3).string("general.alignment", "32").toBytes(),
        "metadata \"general.alignment\" is a string, expected an integer");
  }

  @ParameterizedTest
  @CsvSource({"1", "8", "64", "4096"})
  void otherAlignmentsAreRead(int alignment) {
    byte[] bytes =
        new GgufWriter(3)
            .alignment(alignment)
            .tensor("a", WeightType.F32, new float[3], 3)
            .tensor("b", WeightType.F32, new float[3], 3)
            .toBytes();
    assertThatNoException().isThrownBy(() -> read(bytes));
  }

  @Test
  void namesOfTensorsAreChecked() {
    assertTensorRejected(t -> t.int64(-1), "name of tensor 0 claims 18446744073709551615 bytes");
    assertTensorRejected(
        t -> t.string("n".repeat(65)), "name of tensor 0 has 65 bytes, at most 64 are allowed");
    assertTensorRejected(t -> t.string(""), "at byte 24: name of tensor 0 is empty");
    assertTensorRejected(t -> t.int64(1).int8(0xFF), "name of tensor 0 is not valid UTF-8");
    assertRejected(
        new GgufWriter(3)
            .tensor("a", WeightType.F32, new float[1], 1)
            .tensor("a", WeightType.F32, new float[1], 1)
            .toBytes(),
        "at byte 57: duplicate tensor \"a\"");
  }

  @Test
  void shapesAreChecked() {
    assertTensorRejected(
        t -> t.string("a").int32(5), "at byte 33: tensor \"a\" has 5 dimensions, expected 1 to 4");
    assertTensorRejected(t -> t.string("a").int32(0), "tensor \"a\" has 0 dimensions");
    assertTensorRejected(
        t -> t.string("a").int32(1).int64(-1),
        "at byte 37: tensor \"a\" has dimension 0 of 18446744073709551615, expected 1 to 536870911");
    assertTensorRejected(
        t -> t.string("a").int32(2).int64(1).int64(0), "tensor \"a\" has dimension 1 of 0");
    assertTensorRejected(
        t -> t.string("a").int32(2).int64(4L * Integer.MAX_VALUE).int64(1),
        "has dimension 0 of 85899");
    assertTensorRejected(
        t -> t.string("a").int32(3).int64(1).int64(1 << 20).int64(1 << 20),
        "tensor \"a\" has 1099511627776 rows, expected at most 536870911");
    assertTensorRejected(
        t -> t.string("a").int32(1).int64(48).int32(2).int64(0),
        "tensor \"a\" has rows of 48 values, not a whole number of Q4_0 blocks of 32");
    assertTensorRejected(
        t -> t.string("a").int32(1).int64(32).int32(16).int64(0),
        "not a whole number of IQ2_XXS blocks of 256");
  }

  @Test
  void placesOfTensorsAreChecked() {
    assertTensorRejected(
        t -> t.string("a").int32(1).int64(32).int32(0).int64(-1),
        "tensor \"a\" starts 18446744073709551615 bytes into the data, which starts at 64, file has");
    assertTensorRejected(
        t -> t.string("a").int32(1).int64(1).int32(0).int64(4),
        "tensor \"a\" has offset 4, not a multiple of the alignment 32");
    assertTensorRejected(
        t -> t.string("a").int32(1).int64(33).int32(0).int64(0),
        "model.gguf at byte 24: tensor \"a\" ends at 196, file has 192; it is cut short or damaged");
    assertTensorRejected(
        t -> t.string("a").int32(2).int64((1 << 29) - 1).int64((1 << 29) - 1).int32(28).int64(0),
        "tensor \"a\" ends at");
    assertRejected(
        fileOf(
            2,
            t ->
                t.string("a")
                    .int32(1)
                    .int64(9)
                    .int32(0)
                    .int64(0)
                    .string("b")
                    .int32(1)
                    .int64(1)
                    .int32(0)
                    .int64(32)),
        "tensor \"b\" has offset 32, inside tensor \"a\", which ends at offset 36");
  }

  @Test
  void aDirectoryThatEndsTheFileBeforeThePaddingHasNoData() {
    byte[] bytes =
        new LittleEndianBytes()
            .bytes(MAGIC)
            .int32(3)
            .int64(1)
            .int64(0)
            .string("a")
            .int32(1)
            .int64(1)
            .int32(0)
            .int64(0)
            .toArray();
    assertRejected(
        bytes, "tensor \"a\" starts 0 bytes into the data, which starts at 64, file has 57");
  }

  private static byte[] header(long tensors, long pairs) {
    return new LittleEndianBytes()
        .bytes(MAGIC)
        .int32(3)
        .int64(tensors)
        .int64(pairs)
        .bytes(new byte[40])
        .toArray();
  }

  /** One pair, and nothing more than fills it up to the 14 bytes that its count demands. */
  private static void assertPairRejected(Consumer<LittleEndianBytes> pair, String message) {
    LittleEndianBytes out = new LittleEndianBytes().bytes(MAGIC).int32(3).int64(0).int64(1);
    pair.accept(out);
    out.bytes(new byte[Math.max(0, 24 + 14 - out.size())]);
    assertRejected(out.toArray(), message);
  }

  private static void assertTensorRejected(UnaryOperator<LittleEndianBytes> entry, String message) {
    assertRejected(fileOf(1, entry), message);
  }

  /** So many entries and 128 bytes of data. */
  private static byte[] fileOf(int tensors, UnaryOperator<LittleEndianBytes> entries) {
    LittleEndianBytes out = new LittleEndianBytes().bytes(MAGIC).int32(3).int64(tensors).int64(0);
    return entries.apply(out).padTo(32).bytes(new byte[128]).toArray();
  }

  private static void read(byte[] bytes) {
    new GgufReader(MemorySegment.ofArray(bytes), "model.gguf").read();
  }

  private static void assertRejected(byte[] bytes, String message) {
    assertThatExceptionOfType(MalformedGgufException.class)
        .isThrownBy(() -> read(bytes))
        .withMessageContaining(message);
  }
}
