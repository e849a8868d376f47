package ryot.embed;

/**
 * A vector that was found.
 *
 * @param index its place among those searched
 * @param similarity cosine of the angle to what was asked, -1 to 1
 */
public record Neighbour(int index, float similarity) {}
