package ryot.lab.profile;

/**
 * A function on a stack.
 *
 * @param className fully qualified; empty for native code
 */
record Frame(String className, String method) {

  /** {@code ryot.engine.model.Transformer.forward}. */
  String name() {
    return className.isEmpty() ? method : className + "." + method;
  }
}
