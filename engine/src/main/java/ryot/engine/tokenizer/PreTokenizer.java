package ryot.engine.tokenizer;

import java.util.List;

/**
 * Cuts text into the words within which merging happens. Steps follow each other, each cutting the
 * words of the one before further; nothing is left out. Immutable.
 *
 * @param steps what cuts, in order; none leaves the text whole
 * @param whole which words become one token if the vocabulary has them, without merging
 */
record PreTokenizer(List<Step> steps, Whole whole) {

  /** Which words are looked up whole before they are merged. */
  enum Whole {
    NONE,
    NEWLINES,
    ALL
  }

  /** One way of cutting. */
  interface Step {
    /**
     * Cuts words further.
     *
     * @param text of which {@code [from, ends.last)} is cut, as though nothing stood around a word
     * @param ends where each word ends, ascending; the first begins at {@code from}
     * @return where each of the smaller words ends
     */
    IntList cut(String text, int from, IntList ends);
  }

  /** Where each word of {@code text[from, to)} ends, ascending. */
  IntList split(String text, int from, int to) {
    IntList ends = new IntList();
    ends.add(to);
    for (Step step : steps) {
      ends = step.cut(text, from, ends);
    }
    return ends;
  }

  /** Whether the word {@code text[from, to)} is looked up whole first. */
  boolean prefersWhole(String text, int from, int to) {
    return switch (whole) {
      case NONE -> false;
      case ALL -> true;
      case NEWLINES -> text.charAt(from) == '\n' && text.charAt(to - 1) == '\n';
    };
  }
}
