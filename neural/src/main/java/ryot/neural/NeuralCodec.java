package ryot.neural;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import ryot.lang.Codec;
import ryot.lang.MalformedPayloadException;

/**
 * The neural tier: texts by a language model's next-token probabilities. Any bytes go in.
 *
 * <p>A text of at most {@link NeuralModel#singleBytes} is one segment, and its payload is the
 * segment's coding, or a byte 0 and the text itself: then it is longer than the text. A longer text
 * is
 *
 * <pre>
 * ┌────────────────────┬─────────────────────────────────────────────┬───────────┐
 * │ varint: count × 2  │ count × (varint: raw length × 2 + stored,   │ segments, │
 * │ + framed           │          varint: size)                      │ as coded  │
 * └────────────────────┴─────────────────────────────────────────────┴───────────┘
 * </pre>
 *
 * where a stored segment is its text. In a framed text each segment is a record's content, and four
 * bytes with its length, the lowest first, stand before it in the text; those are not coded again.
 */
final class NeuralCodec implements Codec {

  private static final int RECORD_HEAD = Integer.BYTES;

  private final NeuralModel model;

  NeuralCodec(NeuralModel model) {
    this.model = model;
  }

  @Override
  public String name() {
    return "neural";
  }

  @Override
  public int bound(int length) {
    // A framed text may be records of no bytes; a segment's numbers take at most 3 bytes each.
    long segments = 2 + (long) Codec.requireLength(length) / RECORD_HEAD;
    return Math.toIntExact(Math.min(Integer.MAX_VALUE, length + 16 + 6 * segments));
  }

  @Override
  public int encode(byte[] in, int from, int length, byte[] out, int at) {
    Objects.checkFromIndexSize(from, length, in.length);
    Objects.checkFromIndexSize(at, bound(length), out.length);
    Plan plan = plan(in, from, length);
    byte[] payload = plan.payload(model.encode(plan.segments), 0);
    System.arraycopy(payload, 0, out, at, payload.length);
    return payload.length;
  }

  @Override
  public List<byte[]> encodeAll(List<byte[]> messages) {
    List<Plan> plans = new ArrayList<>();
    List<Segment> segments = new ArrayList<>();
    for (byte[] message : messages) {
      Plan plan = plan(message, 0, message.length);
      plans.add(plan);
      segments.addAll(Arrays.asList(plan.segments));
    }
    List<Optional<byte[]>> coded = model.encode(segments.toArray(Segment[]::new));
    List<byte[]> payloads = new ArrayList<>();
    int first = 0;
    for (Plan plan : plans) {
      payloads.add(plan.payload(coded, first));
      first += plan.segments.length;
    }
    return payloads;
  }

  /** How a text is cut. */
  private Plan plan(byte[] in, int from, int length) {
    if (length <= model.singleBytes()) {
      return new Plan(true, false, new Segment[] {new Segment(in, from, length)});
    }
    List<Segment> records = records(in, from, length);
    if (!records.isEmpty()) {
      return new Plan(false, true, records.toArray(Segment[]::new));
    }
    List<Segment> parts = new ArrayList<>();
    int end = from + length;
    for (int at = from; at < end; ) {
      int part = Math.min(model.segmentBytes(), end - at);
      if (at + part < end) {
        part = Cut.before(in, at, part);
      }
      parts.add(new Segment(in, at, part));
      at += part;
    }
    return new Plan(false, false, parts.toArray(Segment[]::new));
  }

  /** The records {@code [u32 length][bytes]} that the text consists of; none if it does not. */
  private List<Segment> records(byte[] in, int from, int length) {
    List<Segment> records = new ArrayList<>();
    int end = from + length;
    int at = from;
    while (at < end) {
      int size = end - at < RECORD_HEAD ? -1 : littleEndian(in, at);
      if (size < 0 || size > model.singleBytes() || size > end - at - RECORD_HEAD) {
        return List.of();
      }
      records.add(new Segment(in, at + RECORD_HEAD, size));
      at += RECORD_HEAD + size;
    }
    return records;
  }

  private static int littleEndian(byte[] in, int at) {
    return (in[at] & 0xFF)
        | (in[at + 1] & 0xFF) << 8
        | (in[at + 2] & 0xFF) << 16
        | in[at + 3] << 24;
  }

  /** A text's segments and how their codings become its payload. */
  private record Plan(boolean single, boolean framed, Segment[] segments) {

    /** The payload, the codings of these segments being {@code coded} from {@code first} on. */
    byte[] payload(List<Optional<byte[]>> coded, int first) {
      if (single) {
        Segment text = segments[0];
        byte[] coding = coded.get(first).orElse(null);
        if (coding != null && coding.length <= text.length()) {
          return coding;
        }
        byte[] stored = new byte[1 + text.length()];
        System.arraycopy(text.bytes(), text.from(), stored, 1, text.length());
        return stored;
      }
      Payload payload = new Payload();
      payload.number(segments.length * 2 + (framed ? 1 : 0));
      for (int i = 0; i < segments.length; i++) {
        int length = segments[i].length();
        Optional<byte[]> coding = shorter(coded.get(first + i), length);
        payload.number(length * 2 + (coding.isPresent() ? 0 : 1));
        payload.number(coding.map(bytes -> bytes.length).orElse(length));
      }
      for (int i = 0; i < segments.length; i++) {
        Segment text = segments[i];
        shorter(coded.get(first + i), text.length())
            .ifPresentOrElse(
                bytes -> payload.bytes(bytes, 0, bytes.length),
                () -> payload.bytes(text.bytes(), text.from(), text.length()));
      }
      return payload.toArray();
    }

    private static Optional<byte[]> shorter(Optional<byte[]> coding, int length) {
      return coding.filter(bytes -> bytes.length < length);
    }
  }

  @Override
  public void decode(byte[] in, int from, int length, byte[] out, int at, int rawLength) {
    Objects.checkFromIndexSize(from, length, in.length);
    Objects.checkFromIndexSize(at, rawLength, out.length);
    List<CodedSegment> coded = new ArrayList<>();
    read(in, from, length, out, at, rawLength, coded);
    model.decode(coded.toArray(CodedSegment[]::new));
  }

  @Override
  public List<byte[]> decodeAll(List<byte[]> payloads, int[] rawLengths) {
    List<CodedSegment> coded = new ArrayList<>();
    List<byte[]> texts = new ArrayList<>();
    for (int i = 0; i < rawLengths.length; i++) {
      byte[] payload = payloads.get(i);
      byte[] text = new byte[rawLengths[i]];
      read(payload, 0, payload.length, text, 0, text.length, coded);
      texts.add(text);
    }
    model.decode(coded.toArray(CodedSegment[]::new));
    return texts;
  }

  /** Writes what is stored and the heads of records, and gathers what is coded. */
  private void read(
      byte[] in,
      int from,
      int length,
      byte[] out,
      int at,
      int rawLength,
      List<CodedSegment> coded) {
    if (rawLength > model.singleBytes()) {
      readMany(in, from, length, out, at, rawLength, coded);
    } else if (length <= rawLength) {
      coded.add(new CodedSegment(in, from, length, out, at, rawLength));
    } else if (length == 1 + rawLength && in[from] == 0) {
      System.arraycopy(in, from + 1, out, at, rawLength);
    } else {
      throw new MalformedPayloadException(
          "a neural payload of " + length + " bytes for " + rawLength + " of text");
    }
  }

  private void readMany(
      byte[] in,
      int from,
      int length,
      byte[] out,
      int at,
      int rawLength,
      List<CodedSegment> coded) {
    Payload.Reader reader = new Payload.Reader(in, from, from + length);
    int first = reader.number();
    boolean framed = (first & 1) == 1;
    int count = first >>> 1;
    if (count > length) {
      throw new MalformedPayloadException(
          count + " segments do not fit a payload of " + length + " bytes");
    }
    int[] raw = new int[count];
    int[] size = new int[count];
    long rawTotal = 0;
    long sizeTotal = 0;
    for (int i = 0; i < count; i++) {
      raw[i] = reader.number();
      size[i] = reader.number();
      rawTotal += (raw[i] >>> 1) + (framed ? RECORD_HEAD : 0);
      sizeTotal += size[i];
      if (raw[i] >>> 1 > model.singleBytes()) {
        throw new MalformedPayloadException(
            "a segment of " + (raw[i] >>> 1) + " bytes is longer than any");
      }
    }
    int payload = reader.at();
    if (rawTotal != rawLength || sizeTotal != from + length - payload) {
      throw new MalformedPayloadException(
          "segments of %d bytes in %d do not make up %d in %d"
              .formatted(rawTotal, sizeTotal, rawLength, from + length - payload));
    }
    int to = at;
    for (int i = 0; i < count; i++) {
      int rawSize = raw[i] >>> 1;
      if (framed) {
        for (int b = 0; b < RECORD_HEAD; b++) {
          out[to++] = (byte) (rawSize >>> (8 * b));
        }
      }
      if ((raw[i] & 1) == 0) {
        coded.add(new CodedSegment(in, payload, size[i], out, to, rawSize));
      } else if (size[i] == rawSize) {
        System.arraycopy(in, payload, out, to, rawSize);
      } else {
        throw new MalformedPayloadException(
            "a stored segment of " + rawSize + " bytes has a payload of " + size[i]);
      }
      to += rawSize;
      payload += size[i];
    }
  }
}
