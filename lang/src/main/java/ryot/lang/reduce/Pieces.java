package ryot.lang.reduce;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text as paragraphs of pieces. Blank lines divide paragraphs, except inside fenced code; the
 * sentences of the JDK's {@link BreakIterator} divide prose; lines divide lists, headings and
 * tables. All pieces together are the text, character for character.
 */
final class Pieces {
  private static final Pattern FENCED = Pattern.compile(Protection.FENCED_BLOCK);
  private static final Pattern BLANK_LINES = Pattern.compile("\\n[ \\t]*+(?:\\r?\\n[ \\t]*+)++");
  private static final Pattern LINE_ITEM =
      Pattern.compile("(?s)[ \\t]*(?:[-*+#>|]|\\p{Nd}++[.)]|\\t| {4}).*");

  private final String lead;
  private final List<Piece> pieces;
  private final List<String> separators;

  private Pieces(String lead, List<Piece> pieces, List<String> separators) {
    this.lead = lead;
    this.pieces = pieces;
    this.separators = separators;
  }

  static Pieces of(String text, Set<Protection> protections) {
    return new Cut(text, protections).run();
  }

  List<Piece> list() {
    return pieces;
  }

  /** The text without the pieces that are not in {@code kept}; a paragraph left empty goes too. */
  String text(BitSet kept) {
    StringBuilder text = new StringBuilder(lead);
    int at = 0;
    for (int paragraph = 0; paragraph < separators.size(); paragraph++) {
      int last = -1;
      for (; at < pieces.size() && pieces.get(at).paragraph() == paragraph; at++) {
        if (!kept.get(at)) {
          continue;
        }
        if (last >= 0) {
          text.append(pieces.get(last).space());
        }
        text.append(pieces.get(at).text());
        last = at;
      }
      if (last >= 0) {
        text.append(separators.get(paragraph));
      }
    }
    return text.toString();
  }

  /** Where a pattern matches, asked for from front to back. */
  private static final class Spans {
    private final Matcher matcher;
    private boolean found;

    Spans(Pattern pattern, String text) {
      matcher = pattern.matcher(text);
      found = matcher.find();
    }

    /** Whether one has a character in {@code [from, to)}, which is behind all asked for before. */
    boolean touch(int from, int to) {
      while (found && matcher.end() <= from) {
        found = matcher.find();
      }
      return found && matcher.start() < to;
    }
  }

  /** Cuts one text, in time that is in proportion to its length. */
  private static final class Cut {
    private final String text;
    private final Map<Protection, Spans> spans = new EnumMap<>(Protection.class);
    private final List<Piece> pieces = new ArrayList<>();
    private final List<Paragraph> paragraphs = new ArrayList<>();

    /** Where a paragraph begins and ends; what is between two of them is space. */
    private record Paragraph(int from, int to) {}

    Cut(String text, Set<Protection> protections) {
      this.text = text;
      for (Protection protection : protections) {
        spans.put(protection, new Spans(protection.pattern(), text));
      }
    }

    Pieces run() {
      int at = skipSpace(0);
      Matcher fences = FENCED.matcher(text);
      while (fences.find(at)) {
        prose(at, fences.start());
        paragraph(fences.start(), fences.end(), true);
        at = skipSpace(fences.end());
      }
      prose(at, text.length());
      return new Pieces(text.substring(0, begin(0)), pieces, separators());
    }

    /** Where a paragraph begins, or the text ends. */
    private int begin(int paragraph) {
      return paragraph < paragraphs.size() ? paragraphs.get(paragraph).from() : text.length();
    }

    private List<String> separators() {
      List<String> separators = new ArrayList<>();
      for (int i = 0; i < paragraphs.size(); i++) {
        separators.add(text.substring(paragraphs.get(i).to(), begin(i + 1)));
      }
      return separators;
    }

    /** Where the next line that is not blank begins, or the next text if it is on this line. */
    private int skipSpace(int from) {
      int at = from;
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      int line = text.lastIndexOf('\n', at - 1) + 1;
      return at < text.length() && line > from ? line : at;
    }

    private void prose(int from, int to) {
      int at = from;
      Matcher blank = BLANK_LINES.matcher(text).region(from, to);
      while (at < to) {
        int end = blank.find() ? blank.start() : to;
        int content = end;
        while (content > at && Character.isWhitespace(text.charAt(content - 1))) {
          content--;
        }
        if (content > at) {
          paragraph(at, content, false);
        }
        at = end < to ? text.lastIndexOf('\n', blank.end() - 1) + 1 : to;
      }
    }

    private void paragraph(int from, int to, boolean whole) {
      if (whole) {
        add(from, to, to);
      } else {
        int at = from;
        while (at < to) {
          int end = runEnd(at, to);
          if (LINE_ITEM.matcher(line(at, to)).matches()) {
            addTrimmed(at, end, to);
          } else {
            sentences(at, end, to);
          }
          at = end;
        }
      }
      paragraphs.add(new Paragraph(from, to));
    }

    private String line(int from, int to) {
      int end = text.indexOf('\n', from);
      return text.substring(from, end < 0 || end > to ? to : end);
    }

    /** The end of the item that begins at {@code from}: one line, or all lines of prose. */
    private int runEnd(int from, int to) {
      boolean item = LINE_ITEM.matcher(line(from, to)).matches();
      int at = from;
      while (true) {
        int end = text.indexOf('\n', at);
        if (end < 0 || end >= to) {
          return to;
        }
        at = end + 1;
        if (item || LINE_ITEM.matcher(line(at, to)).matches()) {
          return at;
        }
      }
    }

    private void sentences(int from, int to, int paragraphEnd) {
      BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
      breaks.setText(text.substring(from, to));
      int start = breaks.first();
      for (int end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
        addTrimmed(from + start, from + end, paragraphEnd);
      }
    }

    private void addTrimmed(int from, int to, int paragraphEnd) {
      int content = to;
      while (content > from && Character.isWhitespace(text.charAt(content - 1))) {
        content--;
      }
      add(from, content, Math.min(to, paragraphEnd));
    }

    private void add(int from, int content, int to) {
      Set<Protection> protections = EnumSet.noneOf(Protection.class);
      spans.forEach(
          (protection, found) -> {
            if (found.touch(from, content)) {
              protections.add(protection);
            }
          });
      pieces.add(
          new Piece(
              text.substring(from, content),
              text.substring(content, to),
              paragraphs.size(),
              protections));
    }
  }
}
