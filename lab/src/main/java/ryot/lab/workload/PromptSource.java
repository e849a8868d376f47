package ryot.lab.workload;

/** A stream of different prompts. No two that it hands out are equal. */
public interface PromptSource {

  /** The next prompt, of exactly {@code tokens} tokens. */
  int[] next(int tokens);

  /** How they are made, in words. */
  String description();
}
