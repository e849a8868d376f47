package ryot.vault.storage;

import java.util.regex.Pattern;

/** What may be the name of a file in a {@link Storage}. */
public final class FileName {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9-][A-Za-z0-9.-]{0,63}");

  private FileName() {}

  /**
   * Returns {@code name}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static String require(String name) {
    if (!ALLOWED.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a file's name is 1 to 64 letters, digits, dots and hyphens, not \"%s\"".formatted(name));
    }
    return name;
  }
}
