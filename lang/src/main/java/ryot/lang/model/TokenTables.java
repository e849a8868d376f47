package ryot.lang.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import ryot.lang.token.Tokenizer;
import ryot.lang.token.Vocabulary;

/**
 * What the token tier knows before it sees a message: a vocabulary, and what tends to follow what.
 * Immutable, shared by any number of codecs and threads. What only an encoder needs is derived when
 * the first asks.
 */
public final class TokenTables {

  /** Tokens that stand before a half, and nowhere else. */
  static final int OPENINGS = 2;

  private static final String STANDARD = "/ryot/lang/model/standard.tables";

  private final Vocabulary vocabulary;
  private final ContextLists lists;
  private final Distributions shapes;
  private final EscapeModel escapes;
  private final char[] guesses;
  private final byte[] id;
  private @Nullable Tokenizer tokenizer;
  private @Nullable PairIndex pairs;
  private @Nullable EscapePlaces places;

  TokenTables(
      Vocabulary vocabulary,
      ContextLists lists,
      Distributions shapes,
      EscapeModel escapes,
      char[] guesses,
      byte[] id) {
    this.vocabulary = vocabulary;
    this.lists = lists;
    this.shapes = shapes;
    this.escapes = escapes;
    this.guesses = guesses;
    this.id = id;
  }

  /** The tables that ship with Ryot, read at the first call. */
  public static TokenTables standard() {
    return Standard.TABLES;
  }

  /**
   * The tables of a file.
   *
   * @param file as {@link TokenTrainer} writes it
   * @throws MalformedTablesException if it is anything else
   */
  public static TokenTables read(byte[] file) {
    return TablesFile.read(file);
  }

  /** The first bytes of the SHA-256 of the file that the tables come from: 8 of them. */
  public byte[] id() {
    return id.clone();
  }

  /** How many tokens before choose what may follow, at most: 1 or 2. */
  public int order() {
    return lists.order();
  }

  /** The vocabulary. */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  ContextLists lists() {
    return lists;
  }

  Distributions shapes() {
    return shapes;
  }

  EscapeModel escapes() {
    return escapes;
  }

  /** Per situation of a guess: of 65536, how often it is right; 1 to 65535. */
  char[] guesses() {
    return guesses;
  }

  /**
   * The token that stands before the first of a half.
   *
   * @param half 0 or 1
   */
  int opening(int half) {
    return vocabulary.size() + half;
  }

  synchronized Tokenizer tokenizer() {
    Tokenizer known = tokenizer;
    if (known == null) {
      known = Tokenizer.of(vocabulary);
      tokenizer = known;
    }
    return known;
  }

  synchronized PairIndex pairs() {
    PairIndex known = pairs;
    if (known == null) {
      known = new PairIndex(lists);
      pairs = known;
    }
    return known;
  }

  synchronized EscapePlaces places() {
    EscapePlaces known = places;
    if (known == null) {
      known = new EscapePlaces(escapes);
      places = known;
    }
    return known;
  }

  /** Read when first used, once. */
  private static final class Standard {

    static final TokenTables TABLES = load();

    private static TokenTables load() {
      try (InputStream file = TokenTables.class.getResourceAsStream(STANDARD)) {
        if (file == null) {
          throw new IllegalStateException(STANDARD + " is missing from the jar");
        }
        return read(file.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
