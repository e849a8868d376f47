/** The catalogue of models, and how a name becomes a verified file. */
module ryot.models {
  requires static transitive org.jspecify;
  requires java.net.http;
  requires tools.jackson.core;

  exports ryot.models;
}
