/** Prompts that are never computed twice: keys and values kept in a vault. */
module ryot.recall {
  requires static transitive org.jspecify;
  requires transitive ryot.engine;
  requires transitive ryot.vault;

  exports ryot.recall;
}
