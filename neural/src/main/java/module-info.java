/** What ΣLANG asks of a language model, answered by the engine. */
module ryot.neural {
  requires static transitive org.jspecify;
  requires transitive ryot.engine;
  requires transitive ryot.lang;

  exports ryot.neural;
}
