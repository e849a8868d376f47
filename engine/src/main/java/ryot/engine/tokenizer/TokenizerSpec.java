package ryot.engine.tokenizer;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a model file's {@code tokenizer.ggml.*} metadata says about its tokenizer,
 * checked for agreement when built. Whether the engine has such a tokenizer is for {@link
 * Tokenizers#create} to say.
 *
 * @see <a href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">GGUF: tokenizer
 *     metadata</a>
 */
public final class TokenizerSpec {
  static final String MODEL_KEY = "tokenizer.ggml.model";
  static final String PRE_KEY = "tokenizer.ggml.pre";
  static final String PIECES_KEY = "tokenizer.ggml.tokens";
  static final String KINDS_KEY = "tokenizer.ggml.token_type";
  static final String SCORES_KEY = "tokenizer.ggml.scores";
  static final String MERGES_KEY = "tokenizer.ggml.merges";

  private final String model;
  private final Optional<String> pre;
  private final List<String> pieces;
  private final List<TokenKind> kinds;
  private final float @Nullable [] scores;
  private final @Nullable List<String> merges;
  private final Map<SpecialToken, Integer> specials;
  private final Map<TokenizerFlag, Boolean> flags;

  private TokenizerSpec(Builder builder, List<TokenKind> kinds) {
    this.model = builder.model;
    this.pre = Optional.ofNullable(builder.pre);
    this.pieces = builder.pieces;
    this.kinds = kinds;
    this.scores = builder.scores;
    this.merges = builder.merges;
    this.specials = builder.specials;
    this.flags = builder.flags;
  }

  /** A spec for the tokenizer that {@code tokenizer.ggml.model} calls {@code model}. */
  public static Builder builder(String model) {
    return new Builder(model);
  }

  /**
   * The kind of tokenizer, as {@code tokenizer.ggml.model} names it: {@code llama}, {@code gpt2}.
   */
  public String model() {
    return model;
  }

  /** How text is cut into words first, as {@code tokenizer.ggml.pre} names it. */
  public Optional<String> pre() {
    return pre;
  }

  /** The pieces, by id. */
  public List<String> pieces() {
    return pieces;
  }

  /** The kind of each piece, by id. */
  public List<TokenKind> kinds() {
    return kinds;
  }

  /** The id of a special token, where the file gives one. */
  public OptionalInt special(SpecialToken token) {
    Integer id = specials.get(token);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /** A flag of the file, or {@code fallback} where it is silent. */
  boolean flag(TokenizerFlag flag, boolean fallback) {
    return flags.getOrDefault(flag, fallback);
  }

  /** The scores by id; the array is the spec's own. */
  float[] requireScores() {
    if (scores == null) {
      throw new MalformedTokenizerException(
          SCORES_KEY, pieces.size() + " values, one a token, for model \"" + model + "\"", "none");
    }
    return scores;
  }

  /** The merges by rank, each two pieces with a space between. */
  List<String> requireMerges() {
    if (merges == null) {
      throw new MalformedTokenizerException(
          MERGES_KEY, "the merges that model \"" + model + "\" needs", "none");
    }
    return merges;
  }

  /** Whether some merge makes {@code piece}, so that plain text may spell it. */
  boolean isMergeResult(String piece) {
    if (merges == null) {
      return false;
    }
    for (String merge : merges) {
      if (merge.length() == piece.length() + 1) {
        int space = merge.indexOf(' ', 1);
        if (space > 0
            && piece.startsWith(merge.substring(0, space))
            && piece.endsWith(merge.substring(space + 1))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Gathers what a file says; {@link #build} checks it. Not reusable: it lends its data. */
  public static final class Builder {
    private final String model;
    private @Nullable String pre;
    private List<String> pieces = List.of();
    private int @Nullable [] kinds;
    private float @Nullable [] scores;
    private @Nullable List<String> merges;
    private final Map<SpecialToken, Integer> specials = new EnumMap<>(SpecialToken.class);
    private final Map<TokenizerFlag, Boolean> flags = new EnumMap<>(TokenizerFlag.class);

    private Builder(String model) {
      this.model = model;
    }

    /** How text is cut into words before merging: the value of {@code tokenizer.ggml.pre}. */
    public Builder pre(String name) {
      this.pre = name;
      return this;
    }

    /** The pieces by id, as the file spells them. */
    public Builder pieces(List<String> pieces) {
      this.pieces = List.copyOf(pieces);
      return this;
    }

    /** The number of each piece's kind, by id; without them all pieces are normal. */
    public Builder kinds(int[] kinds) {
      this.kinds = kinds.clone();
      return this;
    }

    /** The score of each piece, by id; higher merges first. */
    public Builder scores(float[] scores) {
      this.scores = scores.clone();
      return this;
    }

    /** The merges, most urgent first: two pieces with a space between. */
    public Builder merges(List<String> merges) {
      this.merges = List.copyOf(merges);
      return this;
    }

    /** The id of a special token. */
    public Builder special(SpecialToken token, int id) {
      specials.put(token, id);
      return this;
    }

    /** A flag that the file sets or clears expressly. */
    public Builder flag(TokenizerFlag flag, boolean value) {
      flags.put(flag, value);
      return this;
    }

    /**
     * The checked spec.
     *
     * @throws MalformedTokenizerException if lengths disagree, an id is out of range, or a kind is
     *     not one of the format's
     */
    public TokenizerSpec build() {
      if (pieces.isEmpty()) {
        throw new MalformedTokenizerException(PIECES_KEY, "at least one token", "none");
      }
      if (scores != null) {
        checkLength(SCORES_KEY, scores.length);
        for (int id = 0; id < scores.length; id++) {
          if (Float.isNaN(scores[id])) {
            throw new MalformedTokenizerException(SCORES_KEY, "numbers", "NaN for token " + id);
          }
        }
      }
      specials.forEach(
          (token, id) -> {
            if (id < 0 || id >= pieces.size()) {
              throw new MalformedTokenizerException(
                  token.key(), "an id from 0 to " + (pieces.size() - 1), Integer.toString(id));
            }
          });
      return new TokenizerSpec(this, checkedKinds());
    }

    private List<TokenKind> checkedKinds() {
      TokenKind[] checked = new TokenKind[pieces.size()];
      if (kinds != null) {
        checkLength(KINDS_KEY, kinds.length);
      }
      int known = 1;
      TokenKind kind = TokenKind.NORMAL;
      for (int id = 0; id < checked.length; id++) {
        if (kinds != null && kinds[id] != known) { // seldom: most tokens are like the one before
          known = kinds[id];
          kind = kind(known, id);
        }
        checked[id] = kind;
      }
      return List.of(checked);
    }

    private static TokenKind kind(int number, int token) {
      return TokenKind.ofNumber(number)
          .orElseThrow(
              () ->
                  new MalformedTokenizerException(
                      KINDS_KEY,
                      "a kind from 0 to 6 for each token",
                      number + " for token " + token));
    }

    private void checkLength(String key, int length) {
      if (length != pieces.size()) {
        throw new MalformedTokenizerException(
            key, pieces.size() + " values, one a token", Integer.toString(length));
      }
    }
  }
}
