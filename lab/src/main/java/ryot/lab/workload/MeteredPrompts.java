package ryot.lab.workload;

/** The same prompts; what making them allocates is the measurement's own. */
final class MeteredPrompts implements PromptSource {

  private final PromptSource prompts;
  private final Aside aside;

  private MeteredPrompts(PromptSource prompts, Aside aside) {
    this.prompts = prompts;
    this.aside = aside;
  }

  static PromptSource of(PromptSource prompts, Aside aside) {
    return new MeteredPrompts(prompts, aside);
  }

  @Override
  public int[] next(int tokens) {
    aside.begin();
    try {
      return prompts.next(tokens);
    } finally {
      aside.end();
    }
  }

  @Override
  public String description() {
    return prompts.description();
  }
}
