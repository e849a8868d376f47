/** LLM inference in Java: GGUF models, quantized SIMD kernels, tokenizers, sampling, streaming. */
module ryot.engine {
  requires static transitive org.jspecify;
  requires jdk.incubator.vector;

  exports ryot.engine.gguf;
  exports ryot.engine.kernel.format;
  exports ryot.engine.load;
  exports ryot.engine.sample;
  exports ryot.engine.tensor;
  exports ryot.engine.tokenizer;
}
