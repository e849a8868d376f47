package ryot.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What stands between two cases in a text.
 *
 * @param text at least one character
 */
record Separator(String text) {

  /** The cases of {@code input}; a separator at its very end closes the last and opens none. */
  List<String> split(String input) {
    List<String> cases = new ArrayList<>();
    int from = 0;
    for (int at = input.indexOf(text); at >= 0; at = input.indexOf(text, from)) {
      cases.add(input.substring(from, at));
      from = at + text.length();
    }
    if (from < input.length() || cases.isEmpty()) {
      cases.add(input.substring(from));
    }
    return cases;
  }

  /**
   * Reads a separator from an argument, in which {@code \n}, {@code \r}, {@code \t}, {@code \0} and
   * {@code \\} stand for what they do in Java.
   */
  static final class Converter implements ITypeConverter<Separator> {

    @Override
    public Separator convert(String value) {
      if (value.isEmpty()) {
        throw new TypeConversionException("a separator has at least one character");
      }
      StringBuilder text = new StringBuilder();
      for (int at = 0; at < value.length(); at++) {
        char character = value.charAt(at);
        boolean escaped = character == '\\' && at + 1 < value.length();
        text.append(escaped ? escape(value.charAt(++at)) : character);
      }
      return new Separator(text.toString());
    }

    private static char escape(char letter) {
      return switch (letter) {
        case 'n' -> '\n';
        case 'r' -> '\r';
        case 't' -> '\t';
        case '0' -> '\0';
        case '\\' -> '\\';
        default ->
            throw new TypeConversionException(
                "\\" + letter + " is not one of \\n \\r \\t \\0 \\\\ (write \\\\ for a backslash)");
      };
    }
  }
}
