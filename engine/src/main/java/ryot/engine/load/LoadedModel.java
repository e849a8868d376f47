package ryot.engine.load;

import java.lang.foreign.Arena;
import java.util.Optional;
import ryot.engine.gguf.GgufFile;
import ryot.engine.kernel.WorkerTeam;
import ryot.engine.model.Transformer;
import ryot.engine.tokenizer.Tokenizer;

/**
 * A model that is ready to run, with everything it stands on. Whoever loaded it closes it, after
 * the last step.
 *
 * @param file the mapped file; the transformer's weights are views on it
 * @param packed owns the weights that were brought into another order
 * @param tokenizer the model's own; empty for a file without a vocabulary, which is fed token ids
 * @param team the threads that compute
 * @param transformer the model
 * @param arithmetic which kernels compute: the same give the same results bit by bit
 * @param kernelDescription which kernels run and why, one line
 */
public record LoadedModel(
    GgufFile file,
    Arena packed,
    Optional<Tokenizer> tokenizer,
    WorkerTeam team,
    Transformer transformer,
    String arithmetic,
    String kernelDescription)
    implements AutoCloseable {

  /** The Jinja source of the chat template, where the file has one. */
  public Optional<String> chatTemplateSource() {
    return file.metadata().findString("tokenizer.chat_template");
  }

  @Override
  public void close() {
    team.close();
    packed.close();
    file.close();
  }
}
