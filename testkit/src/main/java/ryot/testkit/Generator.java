package ryot.testkit;

/** Builds one input of a property from draws. */
@FunctionalInterface
public interface Generator<T> {

  /** The input that the draws lead to: the same draws, an equal input. */
  T draw(Choices choices);
}
