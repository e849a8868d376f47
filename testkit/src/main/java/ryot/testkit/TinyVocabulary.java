package ryot.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A byte-level BPE vocabulary of a few hundred tokens that can spell any text: ChatML's control
 * tokens, the 256 bytes in GPT-2's spelling, and what {@link #MERGES} joins.
 */
public final class TinyVocabulary {

  /** End of text, also what is unknown. */
  public static final int END_OF_TEXT = 0;

  /** {@code <|im_start|>}. */
  public static final int TURN_START = 1;

  /** {@code <|im_end|>}, the end of a sequence. */
  public static final int TURN_END = 2;

  private static final List<String> CONTROL =
      List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>");

  /** Pairs in the order in which they are joined; {@code G-dot} (U+0120) spells a space. */
  // spotless:off
  private static final List<String> MERGES =
      """
      \u0120 t,\u0120t h,\u0120th e,\u0120 a,i n,in g,e r,o u,r e,h e,\u0120 w,\u0120 s,o n,\u0120a n,\u0120an d,
      \u0120 i,a t,e n,o r,\u0120 o,\u0120o f,\u0120t o,i s,\u0120 b,\u0120 c,e s,l l,\u0120 y,\u0120y ou,s t,u s,us er,
      a s,s is,as sis,assis t,assist a,assista n,assistan t,s y,sy st,syst e,syste m,
      H e,He ll,Hell o,W h,Wh at,\u0120i s,\u0120i n"""
          .lines().flatMap(line -> Stream.of(line.split(","))).toList();
  // spotless:on

  private static final int KIND_NORMAL = 1;
  private static final int KIND_CONTROL = 3;

  private TinyVocabulary() {}

  /** Number of tokens. */
  public static int size() {
    return pieces().size();
  }

  /** Every token's piece in the order of their ids. */
  public static List<String> pieces() {
    List<String> pieces = new ArrayList<>(CONTROL);
    for (int value = 0; value < 256; value++) {
      pieces.add(Character.toString(spelling(value)));
    }
    for (String merge : MERGES) {
      pieces.add(merge.replace(" ", ""));
    }
    return pieces;
  }

  /** The pairs that are joined, in that order, each with a space between its parts. */
  public static List<String> merges() {
    return MERGES;
  }

  /** Appends the vocabulary to {@code writer}; {@code preTokenizer} is what splits text first. */
  static void writeMetadata(GgufWriter writer, String preTokenizer) {
    List<String> pieces = pieces();
    int[] kinds = new int[pieces.size()];
    for (int token = 0; token < kinds.length; token++) {
      kinds[token] = token < CONTROL.size() ? KIND_CONTROL : KIND_NORMAL;
    }
    writer
        .string("tokenizer.ggml.model", "gpt2")
        .string("tokenizer.ggml.pre", preTokenizer)
        .strings("tokenizer.ggml.tokens", pieces)
        .ints("tokenizer.ggml.token_type", kinds)
        .strings("tokenizer.ggml.merges", MERGES)
        .uint32("tokenizer.ggml.bos_token_id", TURN_START)
        .uint32("tokenizer.ggml.eos_token_id", TURN_END)
        .uint32("tokenizer.ggml.unknown_token_id", END_OF_TEXT)
        .bool("tokenizer.ggml.add_bos_token", false)
        .bool("tokenizer.ggml.add_space_prefix", false);
  }

  /**
   * The character that spells a byte (GPT-2's {@code bytes_to_unicode}): itself where it is visible
   * in Latin-1, else the next free one from U+0100 on.
   */
  private static char spelling(int value) {
    if (isVisible(value)) {
      return (char) value;
    }
    char next = 0x100;
    for (int below = 0; below < value; below++) {
      next += isVisible(below) ? (char) 0 : (char) 1;
    }
    return next;
  }

  private static boolean isVisible(int value) {
    return (value >= '!' && value <= '~')
        || (value >= 0xA1 && value <= 0xAC)
        || (value >= 0xAE && value <= 0xFF);
  }
}
