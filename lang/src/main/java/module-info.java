/** ΣLANG: lossless coding of small LLM messages, in tiers from fast to extreme. */
module ryot.lang {
  requires static transitive org.jspecify;

  exports ryot.lang;
  exports ryot.lang.model;
  exports ryot.lang.token;
}
