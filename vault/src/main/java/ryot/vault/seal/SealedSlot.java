package ryot.vault.seal;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A slot of the key file: the root key, wrapped by a key that a credential is stretched to.
 *
 * <pre>
 *    0  number u16 | kind u8 (1 passphrase, 2 key file) | lanes u8
 *    4  memory in KiB u32 | iterations u32
 *   12  salt, 32 bytes
 *   44  commitment, 32 bytes: HKDF(stretched key, "commit")
 *   76  nonce, 12 bytes
 *   88  root key under HKDF(stretched key, "wrap"), 32 bytes | tag, 16 bytes
 * </pre>
 *
 * <p>The stretched key is Argon2id's of the credential, with vault id, number and kind as its
 * associated data. The wrapping binds vault id and everything before the nonce. AES-GCM alone does
 * not commit to its key: a text can be made that opens under two. The commitment does, and tells a
 * wrong passphrase from a wrapping that was changed.
 *
 * @param slot what may be shown of it
 * @param salt 32 random bytes
 * @param commitment 32 bytes
 * @param nonce 12 random bytes
 * @param wrapped 48 bytes
 */
record SealedSlot(Slot slot, byte[] salt, byte[] commitment, byte[] nonce, byte[] wrapped) {
  static final int BYTES = 136;

  private static final int SALT_BYTES = 32;
  private static final int PARAMETERS_BYTES = 12;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Wraps {@code root} for this credential. */
  static SealedSlot seal(byte[] vaultId, Slot slot, Credential credential, SecretKey root) {
    byte[] salt = randomBytes(SALT_BYTES);
    byte[] nonce = randomBytes(AesGcm.NONCE_BYTES);
    byte[] wrapped = new byte[root.length() + AesGcm.TAG_BYTES];
    byte[] plain = root.copy();
    try (SecretKey stretched = credential.stretch(salt, context(vaultId, slot), slot.cost());
        SecretKey wrapping = derive(stretched, "wrap");
        AesGcm cipher = new AesGcm(wrapping)) {
      byte[] commitment = commitment(stretched);
      cipher.seal(
          nonce,
          aad(vaultId, slot, salt, commitment),
          ByteBuffer.wrap(plain),
          ByteBuffer.wrap(wrapped));
      return new SealedSlot(slot, salt, commitment, nonce, wrapped);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /**
   * The root key, which the caller closes; null if the credential is another.
   *
   * @throws UnauthenticException if the credential is right and the wrapping was changed
   */
  @Nullable SecretKey open(byte[] vaultId, Credential credential) throws UnauthenticException {
    if (credential.kind() != slot.kind()) {
      return null;
    }
    try (SecretKey stretched = credential.stretch(salt, context(vaultId, slot), slot.cost())) {
      if (!MessageDigest.isEqual(commitment, commitment(stretched))) {
        return null;
      }
      try (SecretKey wrapping = derive(stretched, "wrap");
          AesGcm cipher = new AesGcm(wrapping)) {
        byte[] root = new byte[SecretKey.BYTES];
        cipher.open(
            nonce,
            aad(vaultId, slot, salt, commitment),
            ByteBuffer.wrap(wrapped),
            ByteBuffer.wrap(root));
        return SecretKey.taking(root);
      }
    }
  }

  void write(ByteBuffer target) {
    target.put(parameters(slot)).put(salt).put(commitment).put(nonce).put(wrapped);
  }

  /**
   * Reads the next {@link #BYTES}.
   *
   * @throws IllegalArgumentException if they cannot be a slot
   */
  static SealedSlot read(ByteBuffer source) {
    int number = Short.toUnsignedInt(source.getShort());
    if (number == 0) {
      throw new IllegalArgumentException("slots are numbered from 1, not from 0");
    }
    int code = source.get();
    Credential.Kind kind =
        switch (code) {
          case 1 -> Credential.Kind.PASSPHRASE;
          case 2 -> Credential.Kind.KEY_FILE;
          default ->
              throw new IllegalArgumentException("slots are of kind 1 or 2, and this of " + code);
        };
    int lanes = Byte.toUnsignedInt(source.get());
    Argon2Cost cost = new Argon2Cost(source.getInt(), source.getInt(), lanes);
    return new SealedSlot(
        new Slot(number, kind, cost),
        bytes(source, SALT_BYTES),
        bytes(source, Hmac.BYTES),
        bytes(source, AesGcm.NONCE_BYTES),
        bytes(source, SecretKey.BYTES + AesGcm.TAG_BYTES));
  }

  private static byte[] parameters(Slot slot) {
    byte kind =
        switch (slot.kind()) {
          case PASSPHRASE -> 1;
          case KEY_FILE -> 2;
        };
    return ByteBuffer.allocate(PARAMETERS_BYTES)
        .putShort((short) slot.number())
        .put(kind)
        .put((byte) slot.cost().lanes())
        .putInt(slot.cost().memoryKib())
        .putInt(slot.cost().iterations())
        .array();
  }

  private static byte[] context(byte[] vaultId, Slot slot) {
    return ByteBuffer.allocate(vaultId.length + 3).put(vaultId).put(parameters(slot), 0, 3).array();
  }

  private static ByteBuffer aad(byte[] vaultId, Slot slot, byte[] salt, byte[] commitment) {
    return ByteBuffer.allocate(
            Short.BYTES + vaultId.length + PARAMETERS_BYTES + salt.length + commitment.length)
        .putShort(KeyFile.VERSION)
        .put(vaultId)
        .put(parameters(slot))
        .put(salt)
        .put(commitment)
        .flip();
  }

  private static byte[] commitment(SecretKey stretched) {
    try (SecretKey commitment = derive(stretched, "commit")) {
      return commitment.copy();
    }
  }

  private static SecretKey derive(SecretKey stretched, String label) {
    return Hkdf.derive(stretched, new byte[0], label, new byte[0], SecretKey.BYTES);
  }

  private static byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static byte[] bytes(ByteBuffer source, int count) {
    byte[] bytes = new byte[count];
    source.get(bytes);
    return bytes;
  }
}
