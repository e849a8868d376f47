package ryot.recall;

/**
 * A block that a text leads to.
 *
 * @param end how many tokens of the text it ends after
 */
record KnownBlock(BlockId id, BlockInfo info, int end) {}
