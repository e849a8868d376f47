package ryot.lang.reduce;

import java.util.EnumSet;
import java.util.Set;

/**
 * A sentence, list item, heading or block of code, and the white space up to the next one.
 *
 * @param text as written, without the space around it
 * @param space what follows it in its paragraph; empty at the end of one
 * @param paragraph the number of its paragraph
 * @param protections why it has to stay; empty if it may go
 */
record Piece(String text, String space, int paragraph, Set<Protection> protections) {

  Piece {
    protections =
        protections.isEmpty() ? EnumSet.noneOf(Protection.class) : EnumSet.copyOf(protections);
  }

  boolean mayGo() {
    return protections.isEmpty();
  }
}
