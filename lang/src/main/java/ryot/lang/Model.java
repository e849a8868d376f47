package ryot.lang;

/**
 * What a tier knows beforehand: tables, a dictionary, a language model. Immutable, and shared by
 * the contexts of all threads. What was coded with a model is decoded only with the very same one.
 */
public interface Model {

  /** The tier that codes by it. */
  Tier tier();

  /** Which model: its content's address. */
  ModelId id();

  /** A new context; whoever makes it uses it on one thread at a time. */
  Codec newCodec();
}
