package ryot.engine.tokenizer;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

/** A vocabulary held in memory, its kinds and its end tokens put right where files are careless. */
final class IndexedVocabulary implements Vocabulary {
  /** Pieces that end a turn or a text by their very name, whatever else the metadata says. */
  private static final Set<String> ENDS =
      Set.of(
          "<|eot_id|>",
          "<|im_end|>",
          "<|end|>",
          "<|return|>",
          "<|call|>",
          "<|flush|>",
          "<|calls|>",
          "<end_of_turn>",
          "<|endoftext|>",
          "</s>",
          "<|eom_id|>",
          "<EOT>",
          "_<EOT>",
          "[EOT]",
          "[EOS]",
          "<|end_of_text|>",
          "<end_of_utterance>",
          "<eos>",
          "<turn|>",
          "<|tool_response>",
          "<｜end▁of▁sentence｜>",
          "[e~[",
          // after an infilled passage nothing more is wanted
          "<|fim_pad|>",
          "<fim-pad>",
          "<fim_pad>",
          "<PAD>",
          "[PAD]",
          "<|fim_repo|>",
          "<|repo_name|>",
          "<fim-repo>",
          "<REPO>",
          "<reponame>",
          "<|file_sep|>");

  /** Pieces that act as control although they end nothing. */
  private static final Set<String> CONTROLS = Set.of("<|im_start|>");

  private final List<String> pieces;
  private final List<TokenKind> kinds;
  private final PieceIndex index;
  private final BitSet ends;
  private final OptionalInt bos;
  private final OptionalInt eos;
  private final boolean addsBos;
  private final boolean addsEos;

  private IndexedVocabulary(
      TokenizerSpec spec, TokenKind[] kinds, PieceIndex index, BitSet ends, Framing framing) {
    this.pieces = spec.pieces();
    this.kinds = List.of(kinds);
    this.index = index;
    this.ends = ends;
    this.bos = framing.bos();
    this.eos = framing.eos();
    this.addsBos = framing.addsBos();
    this.addsEos = framing.addsEos();
  }

  /** What stands before and after a prompt. */
  record Framing(OptionalInt bos, OptionalInt eos, boolean addsBos, boolean addsEos) {

    /**
     * What the file says, and where it is silent about adding, the model's habit, if there is a
     * token to add.
     *
     * @throws MalformedTokenizerException if the file wants a token added that it does not name
     */
    static Framing of(
        TokenizerSpec spec,
        OptionalInt bos,
        OptionalInt eos,
        boolean usuallyAddsBos,
        boolean usuallyAddsEos) {
      return new Framing(
          bos,
          eos,
          adds(spec, TokenizerFlag.ADDS_BOS, SpecialToken.BOS, bos, usuallyAddsBos),
          adds(spec, TokenizerFlag.ADDS_EOS, SpecialToken.EOS, eos, usuallyAddsEos));
    }

    private static boolean adds(
        TokenizerSpec spec,
        TokenizerFlag flag,
        SpecialToken token,
        OptionalInt id,
        boolean usually) {
      if (id.isPresent()) {
        return spec.flag(flag, usually);
      }
      if (spec.flag(flag, false)) {
        throw new MalformedTokenizerException(
            token.key(), "an id, as " + flag.key() + " is true", "none");
      }
      return false;
    }
  }

  /**
   * The vocabulary of {@code spec}. Tokens known by name to end generation become control tokens
   * even if the file has them otherwise, unless plain text may spell them by merging.
   */
  static IndexedVocabulary of(TokenizerSpec spec, Framing framing) {
    PieceIndex index = PieceIndex.of(spec.pieces());
    TokenKind[] kinds = spec.kinds().toArray(TokenKind[]::new);
    for (String name : CONTROLS) {
      makeControl(name, index, kinds, spec);
    }
    BitSet ends = new BitSet(kinds.length);
    for (String name : ENDS) {
      if (makeControl(name, index, kinds, spec)) {
        ends.set(index.find(name));
      }
    }
    // Where a model says "return" or "call" at the end, its "end" only closes a message.
    if (endsAll(ends, index, "<|return|>", "<|call|>")
        || endsAll(ends, index, "<|calls|>", "<|flush|>")) {
      clear(ends, index, "<|end|>");
    }
    if (endsAll(ends, index, "<|tool_response>")) {
      clear(ends, index, "</s>");
    }
    for (SpecialToken token :
        List.of(
            SpecialToken.EOS,
            SpecialToken.EOT,
            SpecialToken.EOM,
            SpecialToken.INFILL_PADDING,
            SpecialToken.INFILL_REPOSITORY,
            SpecialToken.INFILL_FILE)) {
      spec.special(token).ifPresent(ends::set);
    }
    framing.eos().ifPresent(ends::set);
    return new IndexedVocabulary(spec, kinds, index, ends, framing);
  }

  private static boolean makeControl(
      String name, PieceIndex index, TokenKind[] kinds, TokenizerSpec spec) {
    int id = index.find(name);
    if (id == PieceIndex.ABSENT || (kinds[id] == TokenKind.NORMAL && spec.isMergeResult(name))) {
      return false;
    }
    kinds[id] = TokenKind.CONTROL;
    return true;
  }

  private static boolean endsAll(BitSet ends, PieceIndex index, String... names) {
    for (String name : names) {
      int id = index.find(name);
      if (id == PieceIndex.ABSENT || !ends.get(id)) {
        return false;
      }
    }
    return true;
  }

  private static void clear(BitSet ends, PieceIndex index, String name) {
    int id = index.find(name);
    if (id != PieceIndex.ABSENT) {
      ends.clear(id);
    }
  }

  /** All pieces by their spelling. */
  PieceIndex index() {
    return index;
  }

  /** Those pieces by their spelling that plain text may become. */
  PieceIndex textIndex() {
    return index.only(this::isText);
  }

  private boolean isText(int id) {
    return switch (kinds.get(id)) {
      case NORMAL, USER_DEFINED, UNUSED -> true;
      case UNKNOWN, CONTROL, BYTE -> false;
    };
  }

  /** The id of the piece {@code <0xXX>} that stands for a byte from 0 to 255, if there is one. */
  OptionalInt byteToken(int unsignedByte) {
    return find(String.format(Locale.ROOT, "<0x%02X>", unsignedByte));
  }

  @Override
  public int size() {
    return pieces.size();
  }

  @Override
  public String piece(int token) {
    return pieces.get(token);
  }

  @Override
  public TokenKind kind(int token) {
    return kinds.get(token);
  }

  @Override
  public OptionalInt find(String piece) {
    int id = index.find(piece);
    return id == PieceIndex.ABSENT ? OptionalInt.empty() : OptionalInt.of(id);
  }

  @Override
  public OptionalInt bos() {
    return bos;
  }

  @Override
  public OptionalInt eos() {
    return eos;
  }

  @Override
  public boolean endsGeneration(int token) {
    return ends.get(token);
  }

  @Override
  public boolean addsBos() {
    return addsBos;
  }

  @Override
  public boolean addsEos() {
    return addsEos;
  }
}
