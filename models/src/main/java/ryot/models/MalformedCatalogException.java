package ryot.models;

/**
 * A catalogue file that is not as it should be: says the file, the place in it, and what was
 * expected.
 */
public final class MalformedCatalogException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  MalformedCatalogException(String message) {
    super(message);
  }
}
