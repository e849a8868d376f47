package ryot.engine.model;

import ryot.engine.cache.KvShape;

/**
 * The shape of a model: everything that sets one apart from another of its {@link Architecture}.
 *
 * @param architecture the family
 * @param contextLength most tokens the model was trained to attend to
 * @param vocabularySize number of tokens
 * @param embeddingLength values per token between blocks
 * @param blockCount transformer blocks
 * @param headCount query heads per block
 * @param kvHeadCount key-value heads per block; divides {@code headCount}
 * @param headSize values per head
 * @param feedForwardLength values per token inside a feed-forward layer
 * @param attentionScale what scores are multiplied by; {@code 1 / sqrt(headSize)} unless the file
 *     says otherwise
 * @param normEpsilon added to the mean square in every normalisation
 * @param ropeDimensions leading dimensions of a head that turn with the position; even
 * @param ropeBase base of the geometric series of angles
 * @param ropeScale positions are multiplied by this (linear scaling); 1 for none
 */
public record ModelConfig(
    Architecture architecture,
    int contextLength,
    int vocabularySize,
    int embeddingLength,
    int blockCount,
    int headCount,
    int kvHeadCount,
    int headSize,
    int feedForwardLength,
    float attentionScale,
    float normEpsilon,
    int ropeDimensions,
    float ropeBase,
    float ropeScale) {

  /** Checks that the parts fit each other; whoever reads a file names its place in the message. */
  public ModelConfig {
    require(contextLength > 0, "context length", contextLength);
    require(vocabularySize > 0, "vocabulary size", vocabularySize);
    require(embeddingLength > 0, "embedding length", embeddingLength);
    require(blockCount > 0, "block count", blockCount);
    require(headCount > 0, "head count", headCount);
    require(kvHeadCount > 0 && headCount % kvHeadCount == 0, "key-value head count", kvHeadCount);
    require(headSize > 0, "head size", headSize);
    require(feedForwardLength > 0, "feed-forward length", feedForwardLength);
    require(attentionScale > 0 && Float.isFinite(attentionScale), "scale", attentionScale);
    require(normEpsilon > 0 && normEpsilon < 1, "norm epsilon", normEpsilon);
    require(
        ropeDimensions > 0 && ropeDimensions % 2 == 0 && ropeDimensions <= headSize,
        "rope dimension count",
        ropeDimensions);
    require(ropeBase > 0 && Float.isFinite(ropeBase), "rope base", ropeBase);
    require(ropeScale > 0 && Float.isFinite(ropeScale), "rope scale", ropeScale);
  }

  private static void require(boolean holds, String what, Number found) {
    if (!holds) {
      throw new IllegalArgumentException(what + " " + found + " is not possible");
    }
  }

  /** Values of all query heads of a token. */
  public int queryLength() {
    return headCount * headSize;
  }

  /** Values of all key heads of a token, and of all value heads. */
  public int kvLength() {
    return kvHeadCount * headSize;
  }

  /** Query heads that share a key-value head. */
  public int groupSize() {
    return headCount / kvHeadCount;
  }

  /** What the cache holds per token. */
  public KvShape kvShape() {
    return new KvShape(blockCount, kvHeadCount, headSize);
  }
}
