package ryot.lang.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import ryot.lang.Model;
import ryot.lang.ModelId;
import ryot.lang.Tier;

/**
 * The models that a reader and a writer have, and the contexts made of them. Immutable, and shared
 * by all threads; a context belongs to one.
 *
 * {@snippet :
 * MessageCodec codec = Sigma.standard().messages();
 * byte[] small = codec.encode("Hello!".getBytes(UTF_8));
 * byte[] same = codec.decode(small);
 * }
 *
 * A frame names the model that it was coded with, unless reader and writer agreed to leave that out
 * ({@link #agreeing()}), and is decoded with that model alone.
 */
public final class Sigma {

  private static final int MODELS_MAX = 64;

  private final List<Model> shipped;
  private final List<Model> given;
  private final boolean agreed;

  private Sigma(List<Model> shipped, List<Model> given, boolean agreed) {
    this.shipped = List.copyOf(shipped);
    this.given = List.copyOf(given);
    this.agreed = agreed;
    if (given.size() > MODELS_MAX) {
      throw new IllegalArgumentException(
          "at most " + MODELS_MAX + " models at a time, not " + given.size());
    }
  }

  /** The models that ship with this release. */
  public static Sigma standard() {
    return new Sigma(Shipped.models(), List.of(), false);
  }

  /** The Zstandard dictionary that ships, as its file: trained on the text of the tables. */
  public static byte[] standardDictionary() {
    return Shipped.dictionary();
  }

  /** No model: the stream tier without a dictionary, and bytes as they are. */
  public static Sigma plain() {
    return new Sigma(List.of(), List.of(), false);
  }

  /** These and {@code model}, which is preferred for writing over the others of its tier. */
  public Sigma with(Model model) {
    List<Model> more = new ArrayList<>(given);
    more.addFirst(model);
    return new Sigma(shipped, more, agreed);
  }

  /**
   * The same, where frames of messages leave their model's name out, which saves five bytes each:
   * reader and writer have to hold the same models.
   */
  public Sigma agreeing() {
    return new Sigma(shipped, given, true);
  }

  /** A context for isolated messages that keeps the smallest coding. */
  public MessageCodec messages() {
    return messages(EnumSet.of(Tier.TOKEN, Tier.STREAM));
  }

  /** A context for isolated messages, coded by one of {@code tiers} or stored. */
  public MessageCodec messages(Set<Tier> tiers) {
    return new MessageCodec(this, tiers);
  }

  /** Writes a file or pipe; see there. */
  public SigmaOutputStream writer(OutputStream out, StreamOptions options) throws IOException {
    return new SigmaOutputStream(this, out, options);
  }

  /** Reads what {@link #writer} wrote, and closes {@code in} with it. */
  public SigmaInputStream reader(InputStream in) {
    return new SigmaInputStream(this, in);
  }

  /**
   * The models that the container at the beginning of {@code in} names, by their tiers; none if
   * none begins there. What was looked at is still to be read.
   *
   * @param in supports marks
   */
  public static Map<Tier, ModelId> modelsNamed(InputStream in) throws IOException {
    in.mark(Container.FIXED_HEADER_BYTES + Container.MODELS_MAX * Container.MODEL_BYTES);
    try {
      byte[] fixed = in.readNBytes(Container.FIXED_HEADER_BYTES);
      if (fixed.length < Container.FIXED_HEADER_BYTES) {
        return Map.of();
      }
      byte[] models = in.readNBytes(BlockReader.modelCount(fixed) * Container.MODEL_BYTES);
      Map<Tier, ModelId> named = new EnumMap<>(Tier.class);
      for (int at = 0; at + Container.MODEL_BYTES <= models.length; at += Container.MODEL_BYTES) {
        named.put(Head.tier(models[at] & 0xFF), new ModelId(LittleEndian.longAt(models, at + 1)));
      }
      return named;
    } catch (MalformedFrameException | NewerFormatException e) {
      return Map.of();
    } finally {
      in.reset();
    }
  }

  /** The model that {@code tier} codes with; empty where the tier has none, or codes without. */
  Optional<Model> preferred(Tier tier) {
    return of(given, tier).or(() -> of(shipped, tier));
  }

  /** How a frame of a message names {@code model}. */
  Head.Kind kind(Model model) {
    if (shipped.contains(model)) {
      return model.tier() == Tier.TOKEN ? Head.Kind.SHIPPED_TOKENS : Head.Kind.SHIPPED_DICTIONARY;
    }
    if (!agreed) {
      return Head.Kind.NAMED;
    }
    return switch (model.tier()) {
      case TOKEN -> Head.Kind.AGREED_TOKENS;
      case STREAM -> Head.Kind.AGREED_DICTIONARY;
      case NEURAL -> Head.Kind.AGREED_NEURAL;
      case STORED -> Head.Kind.NAMED;
    };
  }

  /** The model that a frame names. */
  Model named(Tier tier, long id, long mask) {
    return all().stream()
        .filter(model -> model.tier() == tier && (model.id().value() & mask) == id)
        .findFirst()
        .orElseThrow(
            () ->
                new UnknownModelException(
                    tier, Long.toHexString(id >>> Long.numberOfTrailingZeros(mask))));
  }

  /** The model of {@code tier} that ships. */
  Model shipped(Tier tier) {
    return of(shipped, tier)
        .orElseThrow(() -> new UnknownModelException(tier, "that ships (first generation)"));
  }

  /** The model of {@code tier} that reader and writer agreed on. */
  Model agreed(Tier tier) {
    return of(given, tier).orElseThrow(() -> new UnknownModelException(tier, "that was agreed on"));
  }

  private List<Model> all() {
    List<Model> all = new ArrayList<>(given);
    all.addAll(shipped);
    return all;
  }

  private static Optional<Model> of(List<Model> models, Tier tier) {
    return models.stream().filter(model -> model.tier() == tier).findFirst();
  }
}
