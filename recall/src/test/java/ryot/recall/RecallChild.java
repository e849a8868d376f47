package ryot.recall;

import java.nio.file.Path;
import ryot.engine.Engine;
import ryot.vault.Vault;
import ryot.vault.seal.Credential;

/**
 * A process that answers prompts with a vault, one after another, until its input ends or it is
 * killed: each line of its output is a prompt's number, what was restored, how many times the vault
 * was too late, and the answer.
 */
final class RecallChild {

  private RecallChild() {}

  @SuppressWarnings("SystemOut") // its parent listens
  public static void main(String[] args) throws Exception {
    try (Credential credential = Credential.keyFile(Path.of(args[2]));
        Vault vault = Vault.open(Path.of(args[1]), credential);
        RecallStore store = RecallStore.open(vault, Asking.RECALL);
        Engine engine = Engine.open(Path.of(args[0]), Asking.OPTIONS, store)) {
      for (int number = System.in.read(); number >= 0; number = System.in.read()) {
        Asking.Answer answer = Asking.greedy(engine, Asking.prompt(300, number));
        System.out.printf(
            "%d %d %d %s%n",
            number, answer.usage().restoredTokens(), engine.prefixCounts().late(), answer.tokens());
      }
    }
  }
}
