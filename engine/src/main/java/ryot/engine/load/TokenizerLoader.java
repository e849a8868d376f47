package ryot.engine.load;

import java.util.List;
import java.util.OptionalInt;
import ryot.engine.gguf.GgufMetadata;
import ryot.engine.tokenizer.SpecialToken;
import ryot.engine.tokenizer.Tokenizer;
import ryot.engine.tokenizer.TokenizerFlag;
import ryot.engine.tokenizer.TokenizerSpec;
import ryot.engine.tokenizer.Tokenizers;
import ryot.engine.tokenizer.UnsupportedTokenizerException;

/** Reads the tokenizer out of a model file's metadata. */
public final class TokenizerLoader {
  private static final String MODEL = "tokenizer.ggml.model";

  /** How files say that there is no such token: -1, and the same read without its sign. */
  private static final List<Long> NO_TOKEN = List.of(-1L, 0xFFFF_FFFFL);

  private TokenizerLoader() {}

  /**
   * The tokenizer that {@code metadata} describes.
   *
   * @throws UnsupportedTokenizerException if the file has none ({@code no_vocab}), or one that this
   *     engine cannot read; a caller may go on with token ids alone
   * @throws ryot.engine.tokenizer.MalformedTokenizerException if the metadata contradicts itself
   * @throws ryot.engine.gguf.MalformedGgufException if a value is missing or of the wrong type
   */
  public static Tokenizer load(GgufMetadata metadata) {
    String model = metadata.findString(MODEL).orElse("none");
    if (model.equals("no_vocab") || model.equals("none")) {
      throw new UnsupportedTokenizerException(
          "the file has no tokenizer ("
              + MODEL
              + " is "
              + (metadata.contains(MODEL) ? '"' + model + '"' : "missing")
              + "): only token ids can be used with it");
    }
    TokenizerSpec.Builder spec = TokenizerSpec.builder(model);
    spec.pieces(List.of(metadata.strings("tokenizer.ggml.tokens")));
    metadata.findString("tokenizer.ggml.pre").ifPresent(spec::pre);
    metadata.findInts("tokenizer.ggml.token_type").ifPresent(spec::kinds);
    metadata.findFloats("tokenizer.ggml.scores").ifPresent(spec::scores);
    metadata.findStrings("tokenizer.ggml.merges").ifPresent(merges -> spec.merges(List.of(merges)));
    for (SpecialToken token : SpecialToken.values()) {
      special(metadata, token).ifPresent(id -> spec.special(token, id));
    }
    for (TokenizerFlag flag : TokenizerFlag.values()) {
      metadata.findBool(flag.key()).ifPresent(value -> spec.flag(flag, value));
    }
    return Tokenizers.create(spec.build());
  }

  private static OptionalInt special(GgufMetadata metadata, SpecialToken token) {
    if (!metadata.contains(token.key()) || NO_TOKEN.contains(metadata.int64(token.key()))) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(metadata.int32(token.key()));
  }
}
