package ryot.vault.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The file of a vault's keys, none of them in clear. Numbers have their highest byte first.
 *
 * <pre>
 *   0  "RYOTKEYS" | version u16 = 1 | slots u16, 1 to 16 | sealed bytes u32
 *  16  vault id, 16 random bytes
 *  32  slots, 136 bytes each ({@link SealedSlot})
 *      nonce, 12 bytes | the epochs' keys ({@link Epochs}), sealed under HKDF(root, "key-file")
 *      SHA-256 of all before, 32 bytes
 * </pre>
 *
 * <p>The sealing binds all bytes before its nonce, so whoever opens any slot knows that none was
 * added, dropped or changed without the root key. The hash at the end guards against decay, not
 * against people: it tells a damaged salt, under which the right passphrase looks wrong, from a
 * wrong passphrase.
 *
 * @param vaultId 16 bytes
 * @param slots 1 to 16, with different numbers
 * @param nonce 12 random bytes
 * @param sealed the epochs' keys
 */
record KeyFile(byte[] vaultId, List<SealedSlot> slots, byte[] nonce, byte[] sealed) {
  static final short VERSION = 1;
  static final int VAULT_ID_BYTES = 16;
  static final int SLOTS_MAX = 16;

  private static final byte[] MAGIC = "RYOTKEYS".getBytes(StandardCharsets.US_ASCII);
  private static final int HEAD_BYTES = 32;
  private static final int DIGEST_BYTES = 32;
  private static final int SEALED_MIN = Epochs.BYTES_MIN + AesGcm.TAG_BYTES;
  private static final int SEALED_MAX = Epochs.BYTES_MAX + AesGcm.TAG_BYTES;

  /** The bytes of a file at least and at most. */
  static final int BYTES_MIN = bytes(1, SEALED_MIN);

  static final int BYTES_MAX = bytes(SLOTS_MAX, SEALED_MAX);

  private static final SecureRandom RANDOM = new SecureRandom();

  private static int bytes(int slots, int sealed) {
    return HEAD_BYTES + slots * SealedSlot.BYTES + AesGcm.NONCE_BYTES + sealed + DIGEST_BYTES;
  }

  /** Seals {@code epochs} for these slots. */
  static KeyFile seal(byte[] vaultId, List<SealedSlot> slots, SecretKey root, Epochs epochs) {
    byte[] nonce = new byte[AesGcm.NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    byte[] plain = epochs.encode();
    byte[] sealed = new byte[plain.length + AesGcm.TAG_BYTES];
    try (SecretKey key = sealingKey(root, vaultId);
        AesGcm cipher = new AesGcm(key)) {
      ByteBuffer head = head(vaultId, slots, sealed.length);
      cipher.seal(nonce, head, ByteBuffer.wrap(plain), ByteBuffer.wrap(sealed));
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
    return new KeyFile(vaultId, List.copyOf(slots), nonce, sealed);
  }

  /**
   * The epochs' keys, which the caller closes.
   *
   * @throws UnauthenticException if they or anything before them was changed
   * @throws IllegalArgumentException if what was sealed cannot be keys
   */
  Epochs open(SecretKey root) throws UnauthenticException {
    byte[] plain = new byte[sealed.length - AesGcm.TAG_BYTES];
    try (SecretKey key = sealingKey(root, vaultId);
        AesGcm cipher = new AesGcm(key)) {
      ByteBuffer head = head(vaultId, slots, sealed.length);
      cipher.open(nonce, head, ByteBuffer.wrap(sealed), ByteBuffer.wrap(plain));
      return Epochs.decode(plain);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  byte[] encode() {
    ByteBuffer head = head(vaultId, slots, sealed.length);
    byte[] file = new byte[bytes(slots.size(), sealed.length)];
    ByteBuffer target = ByteBuffer.wrap(file).put(head).put(nonce).put(sealed);
    return target.put(digest(file)).array();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @param where what messages call the file
   * @throws TamperedKeyFileException if it is none, or damaged
   */
  static KeyFile decode(byte[] file, String where) {
    if (file.length < BYTES_MIN || file.length > BYTES_MAX) {
      throw tampered(
          where,
          "has %,d bytes, and key files %,d to %,d".formatted(file.length, BYTES_MIN, BYTES_MAX));
    }
    ByteBuffer source = ByteBuffer.wrap(file);
    byte[] magic = new byte[MAGIC.length];
    source.get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw tampered(where, "at byte 0: does not begin as a key file does");
    }
    byte[] digest = Arrays.copyOfRange(file, file.length - DIGEST_BYTES, file.length);
    if (!MessageDigest.isEqual(digest, digest(file))) {
      throw tampered(where, "does not have the hash that was written with it");
    }
    int version = Short.toUnsignedInt(source.getShort());
    if (version != VERSION) {
      throw tampered(
          where,
          "at byte 8: is of format %d, and this program knows %d; a newer one may open it"
              .formatted(version, VERSION));
    }
    int slotCount = Short.toUnsignedInt(source.getShort());
    int sealedSize = source.getInt();
    if (slotCount < 1
        || slotCount > SLOTS_MAX
        || sealedSize < SEALED_MIN
        || sealedSize > SEALED_MAX
        || bytes(slotCount, sealedSize) != file.length) {
      throw tampered(
          where,
          "at byte 10: says %d slots and %d sealed bytes, which %,d bytes are not"
              .formatted(slotCount, sealedSize, file.length));
    }
    byte[] vaultId = new byte[VAULT_ID_BYTES];
    source.get(vaultId);
    List<SealedSlot> slots = slots(source, slotCount, where);
    byte[] nonce = new byte[AesGcm.NONCE_BYTES];
    byte[] sealed = new byte[sealedSize];
    source.get(nonce).get(sealed);
    return new KeyFile(vaultId, slots, nonce, sealed);
  }

  private static List<SealedSlot> slots(ByteBuffer source, int count, String where) {
    List<SealedSlot> slots = new ArrayList<>();
    Set<Integer> numbers = new HashSet<>();
    for (int i = 0; i < count; i++) {
      int start = source.position();
      try {
        SealedSlot slot = SealedSlot.read(source);
        if (!numbers.add(slot.slot().number())) {
          throw new IllegalArgumentException("slot %d twice".formatted(slot.slot().number()));
        }
        slots.add(slot);
      } catch (IllegalArgumentException e) {
        throw new TamperedKeyFileException(
            "%s at byte %d: %s".formatted(where, start, e.getMessage()), e);
      }
    }
    return List.copyOf(slots);
  }

  private static ByteBuffer head(byte[] vaultId, List<SealedSlot> slots, int sealedSize) {
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES + slots.size() * SealedSlot.BYTES);
    head.put(MAGIC).putShort(VERSION).putShort((short) slots.size()).putInt(sealedSize);
    head.put(vaultId);
    slots.forEach(slot -> slot.write(head));
    return head.flip();
  }

  private static SecretKey sealingKey(SecretKey root, byte[] vaultId) {
    return Hkdf.derive(root, new byte[0], "key-file", vaultId, SecretKey.BYTES);
  }

  private static byte[] digest(byte[] file) {
    return Credential.sha256(Arrays.copyOf(file, file.length - DIGEST_BYTES));
  }

  private static TamperedKeyFileException tampered(String where, String what) {
    return new TamperedKeyFileException(where + " " + what);
  }
}
