package ryot.lang.wire;

import java.util.EnumSet;
import java.util.Set;
import ryot.lang.Tier;

/**
 * How a file or pipe is written.
 *
 * @param blocks whether blocks are tried that stand alone, each decodable without the others
 * @param session whether the stream tier is tried with the session so far, from checkpoint to
 *     checkpoint; at least one of both. Where both are, the smaller is kept for each stretch
 * @param tiers of the blocks that stand alone
 */
public record StreamOptions(boolean blocks, boolean session, Set<Tier> tiers) {

  public StreamOptions {
    tiers = Set.copyOf(tiers);
    if (!blocks && !session) {
      throw new IllegalArgumentException("a stream is written as blocks, as a session, or as both");
    }
  }

  /** Whatever is smaller, stretch by stretch. */
  public static StreamOptions auto() {
    return new StreamOptions(true, true, EnumSet.of(Tier.TOKEN, Tier.STREAM));
  }

  /** The session alone: the fastest on long text. */
  public static StreamOptions ofSession() {
    return new StreamOptions(false, true, EnumSet.noneOf(Tier.class));
  }

  /** Blocks of 64 KiB that stand alone, in one of {@code tiers} or stored. */
  public static StreamOptions ofBlocks(Set<Tier> tiers) {
    return new StreamOptions(true, false, tiers);
  }
}
