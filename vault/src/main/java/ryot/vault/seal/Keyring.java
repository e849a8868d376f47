package ryot.vault.seal;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import ryot.vault.storage.Storage;
import ryot.vault.storage.VaultException;

/**
 * The keys of an unlocked vault.
 *
 * <pre>
 *   credential → Argon2id → wraps the root key, once in each slot
 *   root key → HKDF → derived keys, one for each purpose
 *            → seals the epochs' keys, which are random
 * </pre>
 *
 * <p>Slots come and go without touching what the vault holds. A dropped epoch's key is nowhere any
 * more, so nothing that it sealed can be read again by anyone, save with an older copy of the key
 * file. Every change replaces the file at once and is safe when its method returns; if that fails,
 * the keyring stays as it was, and the file is as it was or changed. Whoever changes it holds the
 * vault's lock. Any thread may use it.
 */
public final class Keyring implements AutoCloseable {
  /** The name of its file. */
  public static final String FILE = "vault.keys";

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Storage storage;
  private final SecretKey root;
  private final int openedSlot;
  private KeyFile file;
  private Epochs epochs;

  private Keyring(Storage storage, SecretKey root, int openedSlot, KeyFile file, Epochs epochs) {
    this.storage = storage;
    this.root = root;
    this.openedSlot = openedSlot;
    this.file = file;
    this.epochs = epochs;
  }

  /**
   * Makes the keys of a new vault: a root key, slot 1 for {@code credential}, and epoch 1.
   *
   * @throws VaultException if the storage has a key file already
   */
  public static Keyring create(Storage storage, Credential credential, Argon2Cost cost)
      throws IOException {
    if (storage.exists(FILE)) {
      throw new VaultException(
          "%s: there is a vault already, whose keys would be lost: choose another folder"
              .formatted(storage.location()));
    }
    byte[] vaultId = new byte[KeyFile.VAULT_ID_BYTES];
    RANDOM.nextBytes(vaultId);
    SecretKey root = SecretKey.random();
    Slot slot = new Slot(1, credential.kind(), cost);
    SortedMap<Integer, SecretKey> keys = new TreeMap<>();
    keys.put(1, SecretKey.random());
    Epochs epochs = new Epochs(1, keys);
    List<SealedSlot> slots = List.of(SealedSlot.seal(vaultId, slot, credential, root));
    KeyFile file = KeyFile.seal(vaultId, slots, root, epochs);
    storage.replace(FILE, file.encode());
    return new Keyring(storage, root, slot.number(), file, epochs);
  }

  /**
   * Unlocks a vault by whichever slot the credential opens.
   *
   * @throws java.nio.file.NoSuchFileException if the storage has no key file
   * @throws WrongKeyException if it opens none
   * @throws TamperedKeyFileException if the file is not what was written
   */
  public static Keyring open(Storage storage, Credential credential) throws IOException {
    String where = storage.location() + "/" + FILE;
    KeyFile file = KeyFile.decode(storage.readAll(FILE, KeyFile.BYTES_MAX), where);
    for (SealedSlot slot : file.slots()) {
      SecretKey root = null;
      try {
        root = slot.open(file.vaultId(), credential);
        if (root != null) {
          return new Keyring(storage, root, slot.slot().number(), file, file.open(root));
        }
      } catch (UnauthenticException | IllegalArgumentException e) {
        close(root);
        throw new TamperedKeyFileException(
            "%s: the %s is right for slot %d, and the file was changed since it was written"
                .formatted(where, credential.kind().label(), slot.slot().number()),
            e);
      }
    }
    throw new WrongKeyException(
        "%s: this %s opens none of its %d slots (%s)"
            .formatted(
                where,
                credential.kind().label(),
                file.slots().size(),
                String.join(
                    ", ", file.slots().stream().map(s -> s.slot().kind().label()).toList())));
  }

  private static void close(@Nullable SecretKey key) {
    if (key != null) {
      key.close();
    }
  }

  /** The slots of the vault in {@code storage}, read without unlocking it. */
  public static List<Slot> slots(Storage storage) throws IOException {
    byte[] bytes = storage.readAll(FILE, KeyFile.BYTES_MAX);
    return KeyFile.decode(bytes, storage.location() + "/" + FILE).slots().stream()
        .map(SealedSlot::slot)
        .toList();
  }

  /** The vault's 16 random bytes; a copy. */
  public synchronized byte[] vaultId() {
    return file.vaultId().clone();
  }

  /** How often the key file was written, rising by one: an older copy put back has less. */
  public synchronized long revision() {
    return epochs.revision();
  }

  /** The number of the epoch that seals what is written now. */
  public synchronized int currentEpoch() {
    return epochs.current();
  }

  /** The numbers of the epochs whose keys there are, rising. */
  public synchronized List<Integer> epochs() {
    return List.copyOf(epochs.keys().keySet());
  }

  /**
   * An epoch's key, which the keyring owns: it is zeroed when the epoch is dropped or this closed.
   *
   * @throws VaultException if there is none of this number, or no longer
   */
  public synchronized SecretKey epochKey(int epoch) {
    SecretKey key = epochs.keys().get(epoch);
    if (key == null) {
      throw new VaultException(
          "%s: the key of epoch %d was dropped or never made (there are %s): what it sealed cannot be read"
              .formatted(storage.location(), epoch, epochs()));
    }
    return key;
  }

  /**
   * The key for a purpose, the same at each opening and of any credential; the caller closes it.
   */
  public synchronized SecretKey derived(String purpose) {
    return Hkdf.derive(root, new byte[0], purpose, file.vaultId(), SecretKey.BYTES);
  }

  /** The slots, in the order in which they were added. */
  public synchronized List<Slot> slots() {
    return file.slots().stream().map(SealedSlot::slot).toList();
  }

  /** The number of the slot that unlocked this. */
  public int openedSlot() {
    return openedSlot;
  }

  /**
   * Adds a slot.
   *
   * @return its number, the lowest that is free
   * @throws VaultException if there are 16
   */
  public synchronized int addSlot(Credential credential, Argon2Cost cost) throws IOException {
    if (file.slots().size() == KeyFile.SLOTS_MAX) {
      throw new VaultException(
          "%s has %d slots, which are the most; remove one first"
              .formatted(storage.location(), KeyFile.SLOTS_MAX));
    }
    int number = freeNumber();
    List<SealedSlot> slots = new ArrayList<>(file.slots());
    slots.add(sealedSlot(number, credential, cost));
    write(slots, epochs.keys());
    return number;
  }

  private int freeNumber() {
    List<Integer> taken = slots().stream().map(Slot::number).toList();
    int number = 1;
    while (taken.contains(number)) {
      number++;
    }
    return number;
  }

  /** Gives a slot another credential; the old one opens it no longer. */
  public synchronized void changeSlot(int number, Credential credential, Argon2Cost cost)
      throws IOException {
    requireSlot(number);
    SealedSlot changed = sealedSlot(number, credential, cost);
    write(
        file.slots().stream().map(slot -> slot.slot().number() == number ? changed : slot).toList(),
        epochs.keys());
  }

  /**
   * Removes a slot.
   *
   * @throws VaultException if it is the last, without which the vault could not be opened
   */
  public synchronized void removeSlot(int number) throws IOException {
    requireSlot(number);
    if (file.slots().size() == 1) {
      throw new VaultException(
          "%s: slot %d is the last; without it nobody could open the vault"
              .formatted(storage.location(), number));
    }
    write(
        file.slots().stream().filter(slot -> slot.slot().number() != number).toList(),
        epochs.keys());
  }

  /**
   * Begins an epoch, whose key seals what is written from now on.
   *
   * @return its number
   * @throws VaultException if there are 1,024 already
   */
  public synchronized int newEpoch() throws IOException {
    if (epochs.keys().size() == Epochs.COUNT_MAX) {
      throw new VaultException(
          "%s has %,d epochs, which are the most; compact it, and drop those without segments"
              .formatted(storage.location(), Epochs.COUNT_MAX));
    }
    int number = Math.addExact(epochs.current(), 1);
    SortedMap<Integer, SecretKey> keys = new TreeMap<>(epochs.keys());
    keys.put(number, SecretKey.random());
    write(file.slots(), keys);
    return number;
  }

  /**
   * Forgets an epoch's key, and with it everything that it sealed.
   *
   * @throws VaultException if it is the current one, or there is none
   */
  public synchronized void dropEpoch(int epoch) throws IOException {
    if (epoch == epochs.current()) {
      throw new VaultException(
          "%s: epoch %d is the current one; begin another before it is dropped"
              .formatted(storage.location(), epoch));
    }
    SecretKey dropped = epochKey(epoch);
    SortedMap<Integer, SecretKey> keys = new TreeMap<>(epochs.keys());
    keys.remove(epoch);
    write(file.slots(), keys);
    dropped.close();
  }

  private SealedSlot sealedSlot(int number, Credential credential, Argon2Cost cost) {
    Slot slot = new Slot(number, credential.kind(), cost);
    return SealedSlot.seal(file.vaultId(), slot, credential, root);
  }

  private void requireSlot(int number) {
    if (slots().stream().noneMatch(slot -> slot.number() == number)) {
      throw new VaultException(
          "%s has no slot %d; its slots are %s"
              .formatted(storage.location(), number, slots().stream().map(Slot::number).toList()));
    }
  }

  private void write(List<SealedSlot> slots, SortedMap<Integer, SecretKey> keys)
      throws IOException {
    Epochs next = new Epochs(epochs.revision() + 1, keys);
    KeyFile written = KeyFile.seal(file.vaultId(), slots, root, next);
    storage.replace(FILE, written.encode());
    file = written;
    epochs = next;
  }

  /** Zeroes all keys. */
  @Override
  public synchronized void close() {
    root.close();
    epochs.keys().values().forEach(SecretKey::close);
  }
}
