package ryot.lang.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ryot.lang.Codec;
import ryot.lang.MalformedPayloadException;
import ryot.lang.Model;
import ryot.lang.ModelId;
import ryot.lang.StoredCodec;
import ryot.lang.Tier;
import ryot.lang.zstd.ZstdCodec;

/**
 * A context for isolated messages: any bytes become a frame that is never longer than they are plus
 * a few bytes, and the frame becomes the same bytes again. The tiers that it may use are tried, and
 * the smallest coding is kept. One thread; buffers are reused.
 */
public final class MessageCodec implements Codec {

  /** Longest message that {@link #decode(byte[])} makes room for unless told otherwise: 16 MiB. */
  public static final int RAW_MAX = 16 << 20;

  /** Beyond this a dictionary's small tables cost more than its content gives. */
  private static final int DICTIONARY_UP_TO = 16_384;

  private static final Model NO_MODEL = new PlainStream();

  private final Sigma sigma;
  private final Set<Tier> tiers;
  private final Map<Tier, Codec> writers = new EnumMap<>(Tier.class);
  private final Map<ModelId, Codec> readers = new HashMap<>();
  private byte[] best = new byte[4_096];
  private byte[] tried = new byte[4_096];
  private final Codec stored = new StoredCodec();
  private final Codec plain = ZstdCodec.plain(ZstdCodec.LEVEL);

  MessageCodec(Sigma sigma, Set<Tier> tiers) {
    this.sigma = sigma;
    this.tiers = Set.copyOf(tiers);
  }

  /** The stream tier without a dictionary, as a model. */
  private static final class PlainStream implements Model {

    @Override
    public Tier tier() {
      return Tier.STREAM;
    }

    @Override
    public ModelId id() {
      return ModelId.NONE;
    }

    @Override
    public Codec newCodec() {
      return ZstdCodec.plain(ZstdCodec.LEVEL);
    }
  }

  @Override
  public String name() {
    return tiers.size() == 1 ? tiers.iterator().next().title() : "auto";
  }

  @Override
  public int bound(int length) {
    if (length < 0 || length > Head.RAW_MAX) {
      throw new IllegalArgumentException(
          "a message has 0 to " + Head.RAW_MAX + " bytes, not " + length);
    }
    return length + Head.BYTES_MAX;
  }

  /** The frame of {@code message}. */
  public byte[] encode(byte[] message) {
    byte[] out = new byte[bound(message.length)];
    return Arrays.copyOf(out, encode(message, 0, message.length, out, 0));
  }

  @Override
  public int encode(byte[] in, int from, int length, byte[] out, int at) {
    return encode(in, from, length, out, at, null);
  }

  /** The neural tier codes all of them together. */
  @Override
  public List<byte[]> encodeAll(List<byte[]> messages) {
    Optional<Model> neural = writing(Tier.NEURAL, 0);
    List<byte[]> payloads = neural.isEmpty() ? List.of() : writer(neural.get()).encodeAll(messages);
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      byte[] message = messages.get(i);
      byte[] out = new byte[bound(message.length)];
      byte[] known = payloads.isEmpty() ? null : payloads.get(i);
      frames.add(Arrays.copyOf(out, encode(message, 0, message.length, out, 0, known)));
    }
    return frames;
  }

  /**
   * As {@link #encode(byte[], int, int, byte[], int)}.
   *
   * @param neural the neural tier's payload, where it is known
   */
  private int encode(
      byte[] in, int from, int length, byte[] out, int at, byte @Nullable [] neural) {
    Objects.checkFromIndexSize(from, length, in.length);
    Objects.checkFromIndexSize(at, bound(length), out.length);
    Head.Kind kind = Head.Kind.STORED;
    Model model = NO_MODEL;
    int smallest = Head.size(kind, length) + length;
    for (Tier tier : Tier.values()) {
      Optional<Model> known = writing(tier, length);
      if (known.isEmpty()) {
        continue;
      }
      Head.Kind triedKind =
          known.get() == NO_MODEL ? Head.Kind.PLAIN_STREAM : sigma.kind(known.get());
      int payload =
          tier == Tier.NEURAL && neural != null
              ? attempted(neural)
              : attempt(known.get(), in, from, length);
      int size = Head.size(triedKind, length) + payload;
      if (size < smallest) {
        smallest = size;
        kind = triedKind;
        model = known.get();
        byte[] swap = best;
        best = tried;
        tried = swap;
      }
    }
    int head = Head.write(out, at, kind, length, model);
    if (kind == Head.Kind.STORED) {
      System.arraycopy(in, from, out, at + head, length);
    } else {
      System.arraycopy(best, 0, out, at + head, smallest - head);
    }
    return smallest;
  }

  private int attempt(Model model, byte[] in, int from, int length) {
    Codec codec = model == NO_MODEL ? plain : writer(model);
    reserve(codec.bound(length));
    return codec.encode(in, from, length, tried, 0);
  }

  /** Takes a payload for the one just tried; returns its length. */
  private int attempted(byte[] payload) {
    reserve(payload.length);
    System.arraycopy(payload, 0, tried, 0, payload.length);
    return payload.length;
  }

  private void reserve(int room) {
    if (tried.length < room) {
      tried = new byte[room];
    }
  }

  private Codec writer(Model model) {
    return writers.computeIfAbsent(model.tier(), tier -> model.newCodec());
  }

  /** What {@code tier} would code this message with; empty if it does not. */
  private Optional<Model> writing(Tier tier, int length) {
    if (!tiers.contains(tier) || tier == Tier.STORED) {
      return Optional.empty();
    }
    if (tier == Tier.STREAM && length > DICTIONARY_UP_TO) {
      return Optional.of(NO_MODEL);
    }
    Optional<Model> known = sigma.preferred(tier);
    return tier == Tier.STREAM ? known.or(() -> Optional.of(NO_MODEL)) : known;
  }

  /** The length of the message in a frame, as the frame says; nothing of that size is made. */
  public int rawLength(byte[] in, int from, int length) {
    Objects.checkFromIndexSize(from, length, in.length);
    return Head.read(in, from, from + length).rawLength();
  }

  /** The message in {@code frame}, of at most {@link #RAW_MAX} bytes. */
  public byte[] decode(byte[] frame) {
    return decode(frame, RAW_MAX);
  }

  /**
   * The message in {@code frame}.
   *
   * @param rawMax longest message that is accepted, bytes
   * @throws MalformedFrameException if this is no frame, or of a longer message
   * @throws UnknownModelException if it was coded with a model that is not here
   * @throws NewerFormatException if a newer release wrote it
   */
  public byte[] decode(byte[] frame, int rawMax) {
    Head.Read head = Head.read(frame, 0, frame.length);
    if (head.rawLength() > rawMax) {
      throw new MalformedFrameException(
          "a message says that it has "
              + head.rawLength()
              + " bytes, and at most "
              + rawMax
              + " are accepted here");
    }
    requirePayload(head, frame.length);
    byte[] out = new byte[head.rawLength()];
    decode(head, frame, 0, frame.length, out, 0);
    return out;
  }

  /** The same into an array; {@code rawLength} is what {@link #rawLength} said. */
  @Override
  public void decode(byte[] in, int from, int length, byte[] out, int at, int rawLength) {
    Objects.checkFromIndexSize(from, length, in.length);
    Objects.checkFromIndexSize(at, rawLength, out.length);
    try {
      Head.Read head = Head.read(in, from, from + length);
      if (head.rawLength() != rawLength) {
        throw new MalformedPayloadException(
            "a frame is of " + head.rawLength() + " bytes, and " + rawLength + " were expected");
      }
      decode(head, in, from, length, out, at);
    } catch (MalformedFrameException e) {
      throw new MalformedPayloadException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public List<byte[]> decodeAll(List<byte[]> frames, int[] rawLengths) {
    List<byte[]> messages = new ArrayList<>();
    Map<Codec, List<Integer>> together = new HashMap<>();
    for (int i = 0; i < rawLengths.length; i++) {
      byte[] frame = frames.get(i);
      messages.add(new byte[rawLengths[i]]);
      if (isNeural(frame, rawLengths[i])) {
        Codec codec = reader(Head.read(frame, 0, frame.length));
        together.computeIfAbsent(codec, key -> new ArrayList<>()).add(i);
      } else {
        decode(frame, 0, frame.length, messages.get(i), 0, rawLengths[i]);
      }
    }
    together.forEach(
        (codec, indexes) -> {
          List<byte[]> payloads = new ArrayList<>();
          for (int i : indexes) {
            byte[] frame = frames.get(i);
            int size = Head.read(frame, 0, frame.length).size();
            payloads.add(Arrays.copyOfRange(frame, size, frame.length));
          }
          int[] lengths = indexes.stream().mapToInt(i -> rawLengths[i]).toArray();
          List<byte[]> texts = codec.decodeAll(payloads, lengths);
          for (int i = 0; i < lengths.length; i++) {
            messages.set(indexes.get(i), texts.get(i));
          }
        });
    return messages;
  }

  private static boolean isNeural(byte[] frame, int rawLength) {
    try {
      Head.Read head = Head.read(frame, 0, frame.length);
      return head.rawLength() == rawLength
          && (head.kind() == Head.Kind.AGREED_NEURAL
              || (head.kind() == Head.Kind.NAMED && head.tierCode() == Tier.NEURAL.code()));
    } catch (MalformedFrameException e) {
      return false; // which decoding says
    }
  }

  /** A frame of few bytes cannot hold a long message: no tier shrinks more than so. */
  private static void requirePayload(Head.Read head, int length) {
    long most = (long) (length - head.size()) * Limits.RATIO_MAX + Limits.RATIO_SLACK;
    if (head.rawLength() > most) {
      throw new MalformedFrameException(
          "a message of "
              + length
              + " bytes says that it has "
              + head.rawLength()
              + " bytes, more than any tier would shrink");
    }
  }

  private void decode(Head.Read head, byte[] in, int from, int length, byte[] out, int at) {
    int payload = from + head.size();
    int size = length - head.size();
    try {
      reader(head).decode(in, payload, size, out, at, head.rawLength());
    } catch (MalformedPayloadException e) {
      throw new MalformedFrameException(String.valueOf(e.getMessage()), e);
    }
  }

  private Codec reader(Head.Read head) {
    return switch (head.kind()) {
      case STORED -> stored;
      case PLAIN_STREAM -> plain;
      case SHIPPED_TOKENS -> reader(sigma.shipped(Tier.TOKEN));
      case SHIPPED_DICTIONARY -> reader(sigma.shipped(Tier.STREAM));
      case AGREED_TOKENS -> reader(sigma.agreed(Tier.TOKEN));
      case AGREED_DICTIONARY -> reader(sigma.agreed(Tier.STREAM));
      case AGREED_NEURAL -> reader(sigma.agreed(Tier.NEURAL));
      case NAMED ->
          reader(
              sigma.named(
                  Head.tier(head.tierCode()), (long) head.shortId() << 32, 0xFFFF_FFFFL << 32));
    };
  }

  private Codec reader(Model model) {
    return readers.computeIfAbsent(model.id(), id -> model.newCodec());
  }
}
