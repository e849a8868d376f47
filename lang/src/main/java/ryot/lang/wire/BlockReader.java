package ryot.lang.wire;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ryot.lang.Codec;
import ryot.lang.MalformedPayloadException;
import ryot.lang.Model;
import ryot.lang.StoredCodec;
import ryot.lang.Tier;
import ryot.lang.zstd.SessionCodec;

/** Decodes a container's blocks, with the models that its header names. */
final class BlockReader {

  private final Map<Tier, Model> models = new EnumMap<>(Tier.class);
  private final Map<Tier, Codec> codecs = new HashMap<>();
  private @Nullable SessionCodec session;
  private boolean inSession;

  /**
   * Reads the models from a header.
   *
   * @param header from its beginning, whole
   */
  BlockReader(Sigma sigma, byte[] header) {
    int count = header[6] & 0xFF;
    for (int i = 0; i < count; i++) {
      int at = Container.FIXED_HEADER_BYTES + i * Container.MODEL_BYTES;
      Tier tier = Head.tier(header[at] & 0xFF);
      models.put(tier, sigma.named(tier, LittleEndian.longAt(header, at + 1), -1));
    }
  }

  /**
   * Checks the fixed part of a header.
   *
   * @return models that follow it
   */
  static int modelCount(byte[] fixed) {
    if (LittleEndian.intAt(fixed, 0) != Container.MAGIC) {
      throw new MalformedFrameException(
          "this does not begin as a ΣLANG container, with CE A3 4C 31 but with "
              + HexFormat.of().withUpperCase().withDelimiter(" ").formatHex(fixed, 0, 4));
    }
    if ((fixed[4] & 0xFF) > Container.VERSION) {
      throw new NewerFormatException("a container of version " + (fixed[4] & 0xFF));
    }
    if ((fixed[5] & Container.REQUIRED_FLAGS) != 0) {
      throw new NewerFormatException("a container with the flags " + (fixed[5] & 0xFF));
    }
    int count = fixed[6] & 0xFF;
    if (fixed[4] == 0 || count > Container.MODELS_MAX) {
      throw new MalformedFrameException(
          "a container's header has version " + fixed[4] + " and " + count + " models");
    }
    return count;
  }

  /** Refuses what no writer makes, before there is room for it. */
  static void check(int type, int raw, int size) {
    if ((type & Container.UNKNOWN_DATA_BITS) != 0) {
      throw new NewerFormatException("a block of type " + type);
    }
    if (raw == 0 || raw > Limits.BLOCK_BYTES || size > raw + Container.PAYLOAD_SLACK) {
      throw new MalformedFrameException(
          "a block says that it has "
              + raw
              + " bytes in "
              + size
              + "; a block has 1 to "
              + Limits.BLOCK_BYTES
              + ", in not many more than that");
    }
  }

  /** Decodes a payload into {@code out[0, raw)} and checks it. */
  void read(int type, byte[] payload, int size, byte[] out, int raw, int check) {
    try {
      codec(type).decode(payload, 0, size, out, 0, raw);
    } catch (MalformedPayloadException e) {
      inSession = false;
      throw new MalformedFrameException("a damaged block: " + e.getMessage(), e);
    }
    if (Container.check(out, 0, raw) != check) {
      inSession = false;
      throw new MalformedFrameException(
          "a block's check is wrong: the file was damaged, or decoded with other tables");
    }
  }

  private Codec codec(int type) {
    Tier tier = Head.tier(type & Container.TIER_BITS);
    if (tier == Tier.STREAM && !models.containsKey(tier)) {
      return session(type);
    }
    if ((type & Container.CONTINUES) != 0) {
      throw new MalformedFrameException(
          "a block of the " + tier.title() + " tier continues nothing");
    }
    if (tier == Tier.STORED) {
      return codecs.computeIfAbsent(tier, key -> new StoredCodec());
    }
    Model model = models.get(tier);
    if (model == null) {
      throw new MalformedFrameException(
          "a block of the " + tier.title() + " tier, whose model the header does not name");
    }
    return codecs.computeIfAbsent(tier, key -> model.newCodec());
  }

  /** A block that stands alone is a session of one message, if another continues it. */
  private Codec session(int type) {
    if (session == null) {
      session = SessionCodec.plain();
    }
    if ((type & Container.CONTINUES) == 0) {
      session.decodingCheckpoint();
      inSession = true;
    } else if (!inSession) {
      throw new MalformedFrameException("a block continues a session that is not there");
    }
    return session;
  }
}
