/** ΣLANG: lossless coding of small LLM messages, in tiers from fast to extreme. */
module ryot.lang {
  requires static transitive org.jspecify;
  requires com.dynatrace.hash4j;
  requires com.github.luben.zstd_jni;

  exports ryot.lang;
  exports ryot.lang.model;
  exports ryot.lang.reduce;
  exports ryot.lang.token;
  exports ryot.lang.wire;
  exports ryot.lang.zstd;
}
