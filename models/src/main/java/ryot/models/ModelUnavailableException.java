package ryot.models;

import java.io.IOException;

/**
 * A known model that cannot be had: says what was tried, why each failed, and how to get it by
 * hand.
 */
public final class ModelUnavailableException extends IOException {
  private static final long serialVersionUID = 1L;

  ModelUnavailableException(String message) {
    super(message);
  }
}
