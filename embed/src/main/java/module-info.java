/** Texts as vectors, so that what means the same is found: MiniLM, and search by similarity. */
@SuppressWarnings("requires-automatic")
module ryot.embed {
  requires static transitive org.jspecify;
  requires com.microsoft.onnxruntime;
  requires java.logging;
  requires jvector;
  requires ryot.engine;
  requires tools.jackson.core;

  exports ryot.embed;
  exports ryot.embed.minilm;
}
