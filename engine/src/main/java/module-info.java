/** LLM inference in Java: GGUF models, quantized SIMD kernels, tokenizers, sampling, streaming. */
module ryot.engine {
  requires static transitive org.jspecify;
  requires jdk.incubator.vector;

  exports ryot.engine;
  exports ryot.engine.cache;
  exports ryot.engine.chat;
  exports ryot.engine.generate;
  exports ryot.engine.gguf;
  exports ryot.engine.kernel;
  exports ryot.engine.kernel.format;
  exports ryot.engine.load;
  exports ryot.engine.model;
  exports ryot.engine.sample;
  exports ryot.engine.tensor;
  exports ryot.engine.tokenizer;

  uses ryot.engine.kernel.KernelProvider;

  provides ryot.engine.kernel.KernelProvider with
      ryot.engine.kernel.machine.MachineKernelProvider,
      ryot.engine.kernel.vector.VectorKernelProvider;
}
