package ryot.vault.seal;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Keys from passphrases: Argon2id version 1.3, RFC 9106, by Bouncy Castle. */
final class Argon2id {
  private Argon2id() {}

  /**
   * The RFC's function.
   *
   * @param password its message {@code P}
   * @param salt its nonce {@code S}
   * @param pepper its secret value {@code K}, or empty
   * @param context its associated data {@code X}, or empty
   * @param length its tag's bytes
   */
  static byte[] hash(
      byte[] password, byte[] salt, byte[] pepper, byte[] context, Argon2Cost cost, int length) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(cost.memoryKib())
            .withIterations(cost.iterations())
            .withParallelism(cost.lanes())
            .withSalt(salt)
            .withSecret(pepper)
            .withAdditional(context)
            .build());
    byte[] hash = new byte[length];
    generator.generateBytes(password, hash);
    return hash;
  }
}
