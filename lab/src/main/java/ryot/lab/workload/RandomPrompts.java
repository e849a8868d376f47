package ryot.lab.workload;

import java.util.SplittableRandom;

/** Token ids drawn at random, for models that have no tokenizer. */
public final class RandomPrompts implements PromptSource {

  private final int vocabularySize;
  private final SplittableRandom random;
  private final GivenPrompts given = new GivenPrompts();

  public RandomPrompts(int vocabularySize, long seed) {
    this.vocabularySize = vocabularySize;
    this.random = new SplittableRandom(seed);
  }

  @Override
  public int[] next(int tokens) {
    while (true) {
      int[] prompt = random.ints(tokens, 0, vocabularySize).toArray();
      if (given.add(prompt)) {
        return prompt;
      }
    }
  }

  @Override
  public String description() {
    return "random token ids (the model has no tokenizer)";
  }
}
