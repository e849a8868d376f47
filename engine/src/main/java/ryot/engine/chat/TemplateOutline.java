package ryot.engine.chat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What a Jinja template writes and under which conditions, without running it. Whitespace is
 * trimmed as {@code trim_blocks} and {@code lstrip_blocks} do, with which chat templates are
 * rendered.
 *
 * @param emissions everything that is written, in order of the source; what macros and block
 *     assignments hold is left out
 * @param assignments everything of the form {@code set name = 'literal'}
 * @see <a href="https://jinja.palletsprojects.com/en/stable/templates/">Jinja: template designer
 *     documentation</a>
 */
record TemplateOutline(List<Emission> emissions, List<Assignment> assignments) {

  /**
   * Something written.
   *
   * @param terms what is strung together, neighbouring literals joined
   * @param conditions what must hold for it, from the outermost; {@code not (...)} in the else of a
   *     condition
   * @param inLoop whether it is inside a {@code for}
   */
  record Emission(List<Term> terms, List<String> conditions, boolean inLoop) {

    /** The text, if it is only that. */
    Optional<String> literal() {
      return terms.size() == 1 && terms.getFirst().literal()
          ? Optional.of(terms.getFirst().text())
          : Optional.empty();
    }

    /** The text at the beginning, empty if it begins with an expression. */
    String literalStart() {
      return terms.getFirst().literal() ? terms.getFirst().text() : "";
    }
  }

  /** A part of an emission: literal text, or the source of an expression. */
  record Term(boolean literal, String text) {}

  /** A variable that is set to a literal. */
  record Assignment(String name, String value) {}

  /** The outline of a source; empty if it is not well-formed enough to tell. */
  static Optional<TemplateOutline> of(String source) {
    Reader reader = new Reader(source);
    return reader.read() ? Optional.of(reader.outline()) : Optional.empty();
  }

  private static final class Reader {
    private static final String LOOP = "for";
    private static final String HIDDEN = "macro";

    private final String source;
    private final List<Emission> emissions = new ArrayList<>();
    private final List<Assignment> assignments = new ArrayList<>();
    private final Deque<String> frames = new ArrayDeque<>(); // LOOP, HIDDEN, or a condition

    Reader(String source) {
      this.source = source;
    }

    TemplateOutline outline() {
      return new TemplateOutline(List.copyOf(emissions), List.copyOf(assignments));
    }

    boolean read() {
      int at = 0;
      String before = "";
      while (true) {
        int open = nextTag(at);
        int textEnd = open < 0 ? source.length() : open;
        text(source.substring(at, textEnd), before, open < 0 ? "" : opening(open));
        if (open < 0) {
          return frames.isEmpty();
        }
        int close = tagEnd(open);
        if (close < 0) {
          return false;
        }
        String body = source.substring(open + 2, close - 2);
        if (!tag(source.charAt(open + 1), trimmed(body))) {
          return false;
        }
        before = body.endsWith("-") ? "-" : source.substring(close - 2, close);
        at = close;
      }
    }

    private int nextTag(int from) {
      for (int i = source.indexOf('{', from); i >= 0; i = source.indexOf('{', i + 1)) {
        if (i + 1 < source.length() && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
          return i;
        }
      }
      return -1;
    }

    /** How a tag begins: its two characters, or a minus if it strips what is before it. */
    private String opening(int open) {
      return source.startsWith("-", open + 2) ? "-" : source.substring(open, open + 2);
    }

    /**
     * The end of the tag that begins at {@code open}; string literals may hold what looks like it.
     */
    private int tagEnd(int open) {
      char kind = source.charAt(open + 1);
      String end = kind == '{' ? "}}" : kind == '%' ? "%}" : "#}";
      for (int i = open + 2; i + 1 < source.length(); i++) {
        char c = source.charAt(i);
        if (kind != '#' && (c == '\'' || c == '"')) {
          i = literalEnd(source, i) - 1;
          if (i < 0) {
            return -1;
          }
        } else if (source.startsWith(end, i)) {
          return i + 2;
        }
      }
      return -1;
    }

    private void text(String text, String before, String after) {
      String kept = text;
      if (before.equals("-")) {
        kept = kept.stripLeading();
      } else if (!before.equals("}}") && !before.isEmpty() && kept.startsWith("\n")) {
        kept = kept.substring(1);
      }
      if (after.equals("-")) {
        kept = kept.stripTrailing();
      } else if (!after.equals("{{") && !after.isEmpty()) {
        int line = kept.lastIndexOf('\n') + 1;
        kept = kept.substring(line).isBlank() ? kept.substring(0, line) : kept;
      }
      if (!kept.isEmpty()) {
        emit(List.of(new Term(true, kept)));
      }
    }

    private void emit(List<Term> terms) {
      if (!frames.contains(HIDDEN)) {
        List<String> conditions = new ArrayList<>();
        frames.descendingIterator().forEachRemaining(conditions::add);
        boolean inLoop = conditions.removeIf(LOOP::equals);
        emissions.add(new Emission(terms, List.copyOf(conditions), inLoop));
      }
    }

    private boolean tag(char kind, String body) {
      return switch (kind) {
        case '{' -> {
          emit(terms(body));
          yield true;
        }
        case '%' -> statement(body);
        default -> true;
      };
    }

    private boolean statement(String body) {
      String[] words = body.split("[\\s(]+", 2);
      String rest = body.substring(words[0].length()).strip();
      switch (words[0]) {
        case "if" -> frames.push(condition(rest));
        case "for" -> frames.push(LOOP);
        case "macro", "call", "filter" -> frames.push(HIDDEN);
        case "elif", "else" -> {
          if (frames.isEmpty()) {
            return false;
          }
          String frame = frames.pop();
          String otherwise = frame.equals(LOOP) ? LOOP : "not (" + frame + ")";
          frames.push(rest.isEmpty() ? otherwise : otherwise + " and " + condition(rest));
        }
        case "endif", "endfor", "endmacro", "endcall", "endfilter", "endset" -> {
          if (frames.isEmpty()) {
            return false;
          }
          frames.pop();
        }
        case "set" -> set(rest);
        default -> {
          // nothing else that templates say changes what is written
        }
      }
      return true;
    }

    private void set(String rest) {
      int equals = rest.indexOf('=');
      if (equals < 0) {
        frames.push(HIDDEN);
        return;
      }
      List<Term> terms = terms(rest.substring(equals + 1).strip());
      if (terms.size() == 1 && terms.getFirst().literal()) {
        assignments.add(new Assignment(rest.substring(0, equals).strip(), terms.getFirst().text()));
      }
    }

    private static String condition(String source) {
      return source.replaceAll("\\s+", " ");
    }

    private static String trimmed(String body) {
      String kept = body;
      if (kept.startsWith("-") || kept.startsWith("+")) {
        kept = kept.substring(1);
      }
      if (kept.endsWith("-") || kept.endsWith("+")) {
        kept = kept.substring(0, kept.length() - 1);
      }
      return kept.strip();
    }

    /** An expression cut at its outer {@code +} and {@code ~}. */
    private static List<Term> terms(String expression) {
      List<Term> terms = new ArrayList<>();
      int depth = 0;
      int begin = 0;
      for (int i = 0; i < expression.length(); i++) {
        char c = expression.charAt(i);
        if (c == '\'' || c == '"') {
          int end = literalEnd(expression, i);
          i = end == 0 ? expression.length() : end - 1;
        } else if (c == '(' || c == '[' || c == '{') {
          depth++;
        } else if (c == ')' || c == ']' || c == '}') {
          depth--;
        } else if (depth == 0 && (c == '+' || c == '~')) {
          add(expression.substring(begin, i).strip(), terms);
          begin = i + 1;
        }
      }
      add(expression.substring(begin).strip(), terms);
      return terms;
    }

    private static void add(String term, List<Term> terms) {
      boolean literal =
          !term.isEmpty()
              && (term.charAt(0) == '\'' || term.charAt(0) == '"')
              && literalEnd(term, 0) == term.length();
      if (!literal) {
        terms.add(new Term(false, term));
        return;
      }
      String text = unescaped(term.substring(1, term.length() - 1));
      if (!terms.isEmpty() && terms.getLast().literal()) {
        text = terms.removeLast().text() + text;
      }
      terms.add(new Term(true, text));
    }

    /** Just after the string literal that begins at {@code from}, or 0 if it does not end. */
    private static int literalEnd(String text, int from) {
      for (int i = from + 1; i < text.length(); i++) {
        if (text.charAt(i) == '\\') {
          i++;
        } else if (text.charAt(i) == text.charAt(from)) {
          return i + 1;
        }
      }
      return 0;
    }

    private static String unescaped(String literal) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < literal.length(); i++) {
        char c = literal.charAt(i);
        if (c == '\\' && i + 1 < literal.length()) {
          c = literal.charAt(++i);
          c = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
        }
        text.append(c);
      }
      return text.toString();
    }
  }
}
