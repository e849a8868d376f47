package ryot.lab.codec;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import ryot.lang.Codec;
import ryot.lang.Model;
import ryot.lang.Tier;
import ryot.lang.wire.Sigma;
import ryot.lang.zstd.ZstdCodec;
import ryot.lang.zstd.ZstdDictionary;

/**
 * The codecs that are set side by side, in the order of reports. Ours are measured with the frame
 * that stores them; zstd in its shortest form, without magic number, length and check.
 */
public final class BenchCodecs {

  private static final int HIGH_LEVEL = 19;

  private BenchCodecs() {}

  /**
   * Names, each with how to make its codec.
   *
   * @param sigma the models that our tiers use
   * @param dictionary a Zstandard dictionary for {@code zstd-3-dict} and {@code zstd-19-dict}
   */
  public static Map<String, Supplier<Codec>> all(Sigma sigma, byte[] dictionary) {
    Map<String, Supplier<Codec>> codecs = new LinkedHashMap<>();
    codecs.put("token", () -> sigma.messages(EnumSet.of(Tier.TOKEN)));
    codecs.put("stream", () -> sigma.messages(EnumSet.of(Tier.STREAM)));
    codecs.put("auto", sigma::messages);
    codecs.put("stored", () -> sigma.messages(Set.of(Tier.STORED)));
    codecs.put("zstd-3", () -> ZstdCodec.plain(ZstdCodec.LEVEL));
    codecs.put("zstd-19", () -> ZstdCodec.plain(HIGH_LEVEL));
    codecs.put("zstd-3-dict", () -> ZstdDictionary.of(dictionary).newCodec());
    codecs.put("zstd-19-dict", () -> ZstdDictionary.of(dictionary, HIGH_LEVEL).newCodec());
    codecs.put("lz4", Lz4Codec::new);
    codecs.put("deflate-6", DeflateCodec::new);
    return codecs;
  }

  /** The neural tier by {@code model}, which frames leave unnamed. */
  public static Codec neural(Model model) {
    return Sigma.plain().with(model).agreeing().messages(Set.of(Tier.NEURAL));
  }
}
