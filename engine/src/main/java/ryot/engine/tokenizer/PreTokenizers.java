package ryot.engine.tokenizer;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import ryot.engine.tokenizer.DigitTriplesStep.Runs;
import ryot.engine.tokenizer.PreTokenizer.Step;
import ryot.engine.tokenizer.PreTokenizer.Whole;

/**
 * The pre-tokenizers that {@code tokenizer.ggml.pre} names. The patterns are those of the models'
 * own {@code tokenizer.json} files, quantifiers made possessive where nothing could be given back,
 * so that no input makes them recurse or backtrack far.
 */
final class PreTokenizers {
  private static final String ENGLISH_ENDINGS = "'s|'t|'re|'ve|'m|'ll|'d";
  private static final String ENGLISH_ENDINGS_ANY_CASE =
      "'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD]";

  /** GPT-2: words with the space before them; digits, punctuation and white space apart. */
  private static final String GPT2 =
      ENGLISH_ENDINGS + "| ?\\p{L}++| ?\\p{N}++| ?[^\\s\\p{L}\\p{N}]++|\\s+(?!\\S)";

  private static final String SPACES = "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  /** GPT-4 and most since, by how many digits go together. */
  private static String gpt4(String numbers) {
    return ENGLISH_ENDINGS_ANY_CASE
        + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}++|"
        + numbers
        + "| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*+"
        + SPACES;
  }

  /** GPT-4o: as GPT-4, but a capital inside a word begins a new one, and endings stay with it. */
  private static String gpt4o(String endings, String numbers, String afterPunctuation) {
    String upper = "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]";
    String lower = "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]";
    String before = "[^\\r\\n\\p{L}\\p{N}]?";
    return before
        + upper
        + "*"
        + lower
        + "++"
        + endings
        + "|"
        + before
        + upper
        + "++"
        + lower
        + "*+"
        + endings
        + "|"
        + numbers
        + "| ?[^\\s\\p{L}\\p{N}]++"
        + afterPunctuation
        + SPACES;
  }

  private static final String OPTIONAL_ENDING = "(?:" + ENGLISH_ENDINGS_ANY_CASE + ")?";

  private static final String ASCII_PUNCTUATION = "[!-/:-@\\[-`{-~]";

  /** DeepSeek V3: words may begin with one mark of punctuation. */
  private static final String DEEPSEEK3 =
      ASCII_PUNCTUATION
          + "[A-Za-z]++|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]++| ?[\\p{P}\\p{S}]++[\\r\\n]*+"
          + SPACES;

  private static final String CJK = "\\x{4E00}-\\x{9FA5}";
  private static final String KANA = "\\x{3040}-\\x{30FF}";

  /** BLOOM: everything that is not white space or one of a few marks. */
  private static final String BLOOM =
      " ?[^(\\s|.,!?\\x{2026}\\x{3002}\\x{FF0C}\\x{3001}\\x{964}\\x{6D4}\\x{60C})]++";

  /** The cased letters of the Unicode version that DeepSeek LLM was made with. */
  private static final String CASED_LETTERS =
      "["
          + "A-Za-z\\x{B5}\\x{C0}-\\x{D6}\\x{D8}-\\x{F6}\\x{F8}-\\x{1BA}"
          + "\\x{1BC}-\\x{1BF}\\x{1C4}-\\x{293}\\x{295}-\\x{2AF}\\x{370}-\\x{373}"
          + "\\x{376}\\x{377}\\x{37B}-\\x{37D}\\x{37F}\\x{386}\\x{388}-\\x{38A}"
          + "\\x{38C}\\x{38E}-\\x{3A1}\\x{3A3}-\\x{3F5}\\x{3F7}-\\x{481}"
          + "\\x{48A}-\\x{52F}\\x{531}-\\x{556}\\x{10A0}-\\x{10C5}\\x{13A0}-\\x{13F5}"
          + "\\x{13F8}-\\x{13FD}\\x{1C90}-\\x{1CBA}\\x{1CBD}-\\x{1CBF}"
          + "\\x{1D00}-\\x{1D2B}\\x{1D6B}-\\x{1D77}\\x{1D79}-\\x{1D9A}"
          + "\\x{1E00}-\\x{1F15}\\x{1F18}-\\x{1F1D}\\x{1F20}-\\x{1F45}"
          + "\\x{1F48}-\\x{1F4D}\\x{1F50}-\\x{1F57}\\x{1F59}\\x{1F5B}\\x{1F5D}"
          + "\\x{1F5F}-\\x{1F7D}\\x{1F80}-\\x{1FB4}\\x{1FB6}-\\x{1FBC}\\x{1FBE}"
          + "\\x{1FC2}-\\x{1FC4}\\x{1FC6}-\\x{1FCC}\\x{1FD0}-\\x{1FD3}"
          + "\\x{1FD6}-\\x{1FDB}\\x{1FE0}-\\x{1FEC}\\x{1FF2}-\\x{1FF4}"
          + "\\x{1FF6}-\\x{1FFC}\\x{2102}\\x{2107}\\x{210A}-\\x{2113}\\x{2115}"
          + "\\x{2119}-\\x{211D}\\x{2124}\\x{2126}\\x{2128}\\x{212A}-\\x{212D}"
          + "\\x{212F}-\\x{2134}\\x{2139}\\x{213C}-\\x{213F}\\x{2145}-\\x{2149}"
          + "\\x{214E}\\x{2183}\\x{2184}\\x{2C00}-\\x{2C7B}\\x{2C7E}-\\x{2CE4}"
          + "\\x{2CEB}-\\x{2CEE}\\x{2CF2}\\x{2CF3}\\x{A640}-\\x{A66D}"
          + "\\x{A680}-\\x{A69B}\\x{A722}-\\x{A76F}\\x{A771}-\\x{A787}"
          + "\\x{A78B}-\\x{A78E}\\x{AB70}-\\x{ABBF}\\x{FB00}-\\x{FB06}"
          + "\\x{FB13}-\\x{FB17}\\x{FF21}-\\x{FF3A}\\x{FF41}-\\x{FF5A}"
          + "\\x{10400}-\\x{1044F}\\x{104B0}-\\x{104D3}\\x{104D8}-\\x{104FB}"
          + "\\x{10C80}-\\x{10CB2}\\x{10CC0}-\\x{10CF2}\\x{118A0}-\\x{118DF}"
          + "\\x{1E900}-\\x{1E943}"
          + "]";

  /** What a pre-tokenizer is made of; patterns are compiled only for the one that is used. */
  private record Recipe(Whole whole, List<Supplier<Step>> steps) {}

  private static final Map<String, Recipe> BY_NAME = new TreeMap<>();

  /** Pre-tokenizers whose models begin a prompt with BOS although their file does not say so. */
  private static final Set<String> ADD_BOS =
      Set.of(
          "llama3",
          "llama-v3",
          "llama-bpe",
          "falcon3",
          "falcon-h1",
          "pixtral",
          "midm-2.0",
          "lfm2",
          "jina-v5-nano",
          "tekken",
          "chameleon",
          "gemma4");

  static {
    register(
        Whole.NONE,
        patterns("[\\p{P}\\$+<=>^~|]++", GPT2, "\\p{N}++", "[0-9][0-9][0-9]"),
        "default");
    register(
        Whole.NONE,
        patterns(GPT2),
        "gpt-2",
        "phi-2",
        "jina-es",
        "jina-de",
        "jina-v1-en",
        "jina-v2-es",
        "jina-v2-de",
        "jina-v2-code",
        "roberta-bpe",
        "gigachat",
        "a.x-4.0",
        "mellum",
        "modern-bert",
        "mpt",
        "olmo",
        "jais",
        "trillion",
        "granite-docling",
        "exaone4");
    register(
        Whole.NONE,
        patterns("\\p{N}", GPT2),
        "starcoder",
        "refact",
        "command-r",
        "smollm",
        "codeshell",
        "exaone",
        "minerva-7b",
        "mellum2");
    register(Whole.NONE, patterns("[\\p{P}\\$+<=>^~|`]++", GPT2, "[0-9][0-9][0-9]"), "falcon");
    register(
        Whole.ALL,
        patterns(gpt4("\\p{N}{1,3}+")),
        "llama3",
        "llama-v3",
        "llama-bpe",
        "falcon3",
        "falcon-h1",
        "pixtral",
        "midm-2.0",
        "lfm2",
        "jina-v5-nano");
    register(Whole.ALL, patterns("\\p{N}{1,3}+", gpt4("\\p{N}++")), "minicpm5");
    register(
        Whole.NONE, patterns(gpt4("\\p{N}{1,3}+")), "dbrx", "smaug-bpe", "glm4", "chatglm-bpe");
    register(
        Whole.NONE,
        patterns(gpt4("\\p{N}")),
        "qwen2",
        "deepseek-r1-qwen",
        "kormo",
        "f2llmv2",
        "megrez",
        "stablelm2",
        "hunyuan",
        "solar-open",
        "grok-2");
    register(
        Whole.NONE,
        patterns(
            ENGLISH_ENDINGS_ANY_CASE
                + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{L}\\p{M}]++|\\p{N}"
                + "| ?[^\\s\\p{L}\\p{M}\\p{N}]++[\\r\\n]*+"
                + SPACES),
        "qwen35");
    register(
        Whole.NONE,
        patterns(
            ENGLISH_ENDINGS_ANY_CASE
                + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}++|\\p{N}| ?[^\\s\\p{L}\\p{N}\\r\\n]++"
                + SPACES),
        "seed-coder");
    register(
        Whole.NONE,
        patterns(
            ENGLISH_ENDINGS_ANY_CASE
                + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}++|\\p{N}| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*+"
                + "|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+"),
        "bailingmoe",
        "bailingmoe2",
        "llada-moe");
    register(
        Whole.NONE,
        patterns(
            ENGLISH_ENDINGS_ANY_CASE
                + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}\\p{M}*+(?: ?\\p{L}\\p{M}*+)*+|\\p{N}"
                + "| ?[^\\s\\p{L}\\p{N}]++[\\r\\n/]?|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+"),
        "exaone-moe");
    register(Whole.NONE, patterns("\\n++", gpt4("\\p{N}")), "laguna");
    register(Whole.ALL, patterns(gpt4o("", "\\p{N}", "[\\r\\n/]*+")), "tekken");
    register(
        Whole.NONE,
        patterns(gpt4o(OPTIONAL_ENDING, "\\p{N}{1,3}+", "[\\r\\n/]*+")),
        "gpt-4o",
        "llama4",
        "kanana2",
        "talkie",
        "minimax-m2");
    register(
        Whole.ALL,
        patterns(gpt4o(OPTIONAL_ENDING, "\\p{N}{1,3}+", "[\\r\\n/]*+")),
        "granite-embed-multi-97m");
    register(
        Whole.NONE,
        List.of(
            digitTriples(Runs.APART_AT_WORD_END),
            pattern(gpt4o(OPTIONAL_ENDING, "\\p{N}{1,3}+", "[\\r\\n/]*+"))),
        "tiny_aya",
        "cohere2moe");
    register(
        Whole.ALL,
        patterns(
            "[\\x{AC00}-\\x{D7A3}\\x{3131}-\\x{318E}]++"
                + "|[!\\x{2026}\\x{201C}\\x{201D}\\x{2018}\\x{2019}\\x{2014}\\x{FF1A}\\x{FF1B}\\x{FF0C}"
                + "\\x{3001}-\\x{303F}\\x{FE30}-\\x{FE4F}]++"
                + "|[\\x{3105}-\\x{312F}]++|["
                + CJK
                + KANA
                + "]++",
            gpt4o(OPTIONAL_ENDING, "\\p{N}", "[\\r\\n/]*+")),
        "youtu");
    register(
        Whole.NONE,
        patterns(
            "[\\r\\n]",
            "\\s?" + CASED_LETTERS + "++",
            "\\s?[!-/:-~\\x{FF01}-\\x{FF0F}\\x{FF1A}-\\x{FF5E}\\x{2018}-\\x{201F}"
                + "\\x{3000}-\\x{3002}]++",
            "\\s++\\z",
            "[" + CJK + "\\x{800}-\\x{4E00}\\x{AC00}-\\x{D7FF}]++",
            "\\p{N}++"),
        "deepseek-llm");
    register(
        Whole.NONE,
        patterns(
            "[\\r\\n]",
            "\\s?\\p{L}++",
            "\\s?\\p{P}++",
            "[" + CJK + "\\x{800}-\\x{4E00}\\x{AC00}-\\x{D7FF}]++",
            "\\p{N}"),
        "deepseek-coder");
    register(
        Whole.NONE,
        patterns("\\p{N}{1,3}+", "[" + CJK + KANA + "]++", DEEPSEEK3),
        "deepseek-v3",
        "hunyuan-dense",
        "joyai-llm");
    register(
        Whole.NONE,
        List.of(
            digitTriples(Runs.APART),
            pattern(
                "[\\x{4E00}-\\x{9FFF}\\x{3400}-\\x{4DBF}\\x{F900}-\\x{FAFF}\\x{3040}-\\x{30FF}"
                    + "\\x{FF65}-\\x{FF9F}\\x{2F00}-\\x{2FDF}\\x{E40}-\\x{E7F}\\x{E80}-\\x{EFF}"
                    + "\\x{1780}-\\x{17FF}\\x{1000}-\\x{109F}\\x{AA60}-\\x{AA7F}\\x{A9E0}-\\x{A9FF}"
                    + "\\x{AC00}-\\x{D7AF}\\x{1100}-\\x{11FF}]++"),
            pattern(DEEPSEEK3)),
        "afmoe");
    register(Whole.NONE, patterns(BLOOM), "poro-chat", "bloom", "gpt3-finnish");
    register(Whole.NONE, patterns(BLOOM, "\\p{N}"), "viking");
    register(Whole.NONE, List.of(pattern("\\p{N}++"), digitTriples(Runs.WITHIN)), "superbpe");
    register(
        Whole.NONE,
        patterns(
            "<sentinel:[0-9]++>",
            "IMGIMG[A-I]{1,4}Z",
            "[\\t\\n]|    |  ",
            "\\p{N}",
            "[\\p{P}!-/:-@\\[-`{-~]",
            GPT2),
        "chameleon");
    register(Whole.NEWLINES, patterns("\\n++"), "gemma4");
  }

  private PreTokenizers() {}

  /**
   * The pre-tokenizer of that name.
   *
   * @throws UnsupportedTokenizerException if none has it
   */
  static PreTokenizer named(String name) {
    Recipe recipe = BY_NAME.get(name);
    if (recipe == null) {
      throw UnsupportedTokenizerException.of(TokenizerSpec.PRE_KEY, name, BY_NAME.keySet());
    }
    return new PreTokenizer(recipe.steps().stream().map(Supplier::get).toList(), recipe.whole());
  }

  /** Whether models with this pre-tokenizer begin a prompt with BOS unless their file denies it. */
  static boolean usuallyAddsBos(String name) {
    return ADD_BOS.contains(name);
  }

  /** All names known. */
  static Set<String> names() {
    return Set.copyOf(BY_NAME.keySet());
  }

  private static List<Supplier<Step>> patterns(String... regexes) {
    return Arrays.stream(regexes).map(PreTokenizers::pattern).toList();
  }

  private static Supplier<Step> pattern(String regex) {
    return () -> RegexStep.of(regex);
  }

  private static Supplier<Step> digitTriples(Runs runs) {
    return () -> new DigitTriplesStep(runs);
  }

  private static void register(Whole whole, List<Supplier<Step>> steps, String... names) {
    for (String name : names) {
      BY_NAME.put(name, new Recipe(whole, steps));
    }
  }
}
