package ryot.vault.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ryot.testkit.Property;
import ryot.vault.storage.VaultException;

class KeyringTest {
  private static final Argon2Cost CHEAP = new Argon2Cost(8, 1, 1);

  private final HeldStorage storage = new HeldStorage();

  @TempDir Path directory;

  @Test
  void opensWithTheSameKeysAgain() throws IOException {
    byte[] vaultId;
    byte[] epochKey;
    byte[] derived;
    try (Keyring keys = create("first")) {
      vaultId = keys.vaultId();
      epochKey = keys.epochKey(1).copy();
      derived = derived(keys, "ids");
      assertThat(keys.currentEpoch()).isEqualTo(1);
      assertThat(keys.revision()).isEqualTo(1);
    }
    try (Keyring keys = open("first")) {
      assertThat(keys.vaultId()).isEqualTo(vaultId);
      assertThat(keys.epochKey(1).copy()).isEqualTo(epochKey);
      assertThat(derived(keys, "ids")).isEqualTo(derived).isNotEqualTo(derived(keys, "chain"));
      assertThat(keys.slots()).containsExactly(new Slot(1, Credential.Kind.PASSPHRASE, CHEAP));
    }
  }

  @Test
  void twoVaultsOfOnePassphraseShareNothing() throws IOException {
    try (Keyring one = create("same")) {
      storage.files.clear();
      try (Keyring other = create("same")) {
        assertThat(one.vaultId()).isNotEqualTo(other.vaultId());
        assertThat(derived(one, "ids")).isNotEqualTo(derived(other, "ids"));
        assertThat(one.epochKey(1).copy()).isNotEqualTo(other.epochKey(1).copy());
      }
    }
  }

  @Test
  void aWrongPassphraseIsSaid() throws IOException {
    create("right").close();
    assertThatThrownBy(() -> open("wrong"))
        .isInstanceOf(WrongKeyException.class)
        .hasMessage("held/vault.keys: this passphrase opens none of its 1 slots (passphrase)");
  }

  @Test
  void noVaultIsMadeOverAnother() throws IOException {
    create("first").close();
    assertThatThrownBy(() -> create("second"))
        .isInstanceOf(VaultException.class)
        .hasMessageContaining("held: there is a vault already");
    storage.files.clear();
    assertThatThrownBy(() -> open("first")).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void everySlotOpensTheSameVault() throws IOException {
    Path keyFile = Files.write(directory.resolve("key"), new byte[32]);
    try (Keyring keys = create("first");
        Credential second = Credential.passphrase("second".toCharArray());
        Credential file = Credential.keyFile(keyFile)) {
      assertThat(keys.addSlot(second, CHEAP)).isEqualTo(2);
      assertThat(keys.addSlot(file, CHEAP)).isEqualTo(3);
      byte[] derived = derived(keys, "ids");
      for (String passphrase : List.of("first", "second")) {
        try (Keyring again = open(passphrase)) {
          assertThat(derived(again, "ids")).isEqualTo(derived);
        }
      }
      try (Keyring again = Keyring.open(storage, file)) {
        assertThat(derived(again, "ids")).isEqualTo(derived);
        assertThat(again.openedSlot()).isEqualTo(3);
        again.removeSlot(1);
      }
      assertThatThrownBy(() -> open("first"))
          .isInstanceOf(WrongKeyException.class)
          .hasMessageContaining("none of its 2 slots (passphrase, key file)");
      assertThat(Keyring.slots(storage)).extracting(Slot::number).containsExactly(2, 3);
    }
  }

  /** A file of 32 bytes whose hash is taken for a passphrase's bytes opens no passphrase's slot. */
  @Test
  void aPassphraseOpensNoSlotOfAKeyFile() throws IOException {
    Path keyFile = Files.write(directory.resolve("key"), "p".repeat(32).getBytes(US_ASCII));
    try (Credential file = Credential.keyFile(keyFile)) {
      Keyring.create(storage, file, CHEAP).close();
    }
    assertThatThrownBy(() -> open("p".repeat(32))).isInstanceOf(WrongKeyException.class);
  }

  @Test
  void aChangedPassphraseOpensAndTheOldOneDoesNot() throws IOException {
    byte[] epochKey;
    try (Keyring keys = create("old");
        Credential fresh = Credential.passphrase("new".toCharArray())) {
      epochKey = keys.epochKey(1).copy();
      keys.changeSlot(keys.openedSlot(), fresh, CHEAP);
      assertThat(keys.revision()).isEqualTo(2);
    }
    assertThatThrownBy(() -> open("old")).isInstanceOf(WrongKeyException.class);
    try (Keyring keys = open("new")) {
      assertThat(keys.epochKey(1).copy()).isEqualTo(epochKey);
    }
  }

  @Test
  void theLastSlotStays() throws IOException {
    try (Keyring keys = create("only")) {
      assertThatThrownBy(() -> keys.removeSlot(1)).hasMessageContaining("slot 1 is the last");
      assertThatThrownBy(() -> keys.removeSlot(2)).hasMessageContaining("its slots are [1]");
    }
  }

  @Test
  void slotsHaveABoundAndFreeNumbersAreTakenAgain() throws IOException {
    try (Keyring keys = create("only");
        Credential other = Credential.passphrase("other".toCharArray())) {
      for (int number = 2; number <= 16; number++) {
        assertThat(keys.addSlot(other, CHEAP)).isEqualTo(number);
      }
      assertThatThrownBy(() -> keys.addSlot(other, CHEAP)).hasMessageContaining("has 16 slots");
      keys.removeSlot(7);
      assertThat(keys.addSlot(other, CHEAP)).isEqualTo(7);
      open("only").close();
    }
  }

  @Test
  void aDroppedEpochIsGoneForGood() throws IOException {
    try (Keyring keys = create("first")) {
      byte[] old = keys.epochKey(1).copy();
      assertThatThrownBy(() -> keys.dropEpoch(1)).hasMessageContaining("is the current one");
      assertThat(keys.newEpoch()).isEqualTo(2);
      assertThat(keys.epochKey(2).copy()).isNotEqualTo(old);
      SecretKey dropped = keys.epochKey(1);
      keys.dropEpoch(1);
      assertThatThrownBy(dropped::copy).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> keys.epochKey(1))
          .isInstanceOf(VaultException.class)
          .hasMessageContaining("the key of epoch 1 was dropped or never made (there are [2])");
      assertThat(keys.newEpoch()).isEqualTo(3);
    }
    try (Keyring keys = open("first")) {
      assertThat(keys.epochs()).containsExactly(2, 3);
      assertThat(keys.currentEpoch()).isEqualTo(3);
    }
  }

  @Test
  void epochsHaveABound() throws IOException {
    try (Keyring keys = create("first")) {
      for (int epoch = 2; epoch <= 1_024; epoch++) {
        keys.newEpoch();
      }
      assertThatThrownBy(keys::newEpoch).hasMessageContaining("has 1,024 epochs");
    }
    open("first").close();
  }

  @Test
  void whatCannotBeWrittenIsNotTaken() throws IOException {
    try (Keyring keys = create("first");
        Credential other = Credential.passphrase("other".toCharArray())) {
      storage.failing = true;
      assertThatThrownBy(keys::newEpoch).hasMessage("the disk is gone");
      assertThatThrownBy(() -> keys.addSlot(other, CHEAP)).hasMessage("the disk is gone");
      assertThat(keys.currentEpoch()).isEqualTo(1);
      assertThat(keys.slots()).hasSize(1);
      assertThat(keys.revision()).isEqualTo(1);
    }
  }

  @Test
  void aClosedKeyringHasNoKeys() throws IOException {
    Keyring keys = create("first");
    SecretKey epochKey = keys.epochKey(1);
    keys.close();
    assertThatThrownBy(epochKey::copy).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> keys.derived("ids")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void everyFlippedBitIsFound() throws IOException {
    byte[] file = vaultWithTwoSlots();
    for (int bit = 0; bit < file.length * 8; bit++) {
      byte[] changed = file.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      storage.files.put(Keyring.FILE, changed);
      assertThatThrownBy(() -> open("first"))
          .as("bit %d of byte %d", bit % 8, bit / 8)
          .isInstanceOf(TamperedKeyFileException.class)
          .hasMessageStartingWith("held/vault.keys ");
    }
  }

  /** Whoever flips a bit and makes the hash fit is found by the keys, whichever slot is used. */
  @Test
  void everyFlippedBitUnderAFittingHashIsFound() throws IOException {
    byte[] file = vaultWithTwoSlots();
    for (int place = 0; place < file.length - 32; place++) {
      byte[] changed = file.clone();
      changed[place] ^= (byte) (1 << place % 8);
      storage.files.put(Keyring.FILE, withFittingHash(changed));
      for (String passphrase : List.of("first", "second")) {
        assertThatThrownBy(() -> open(passphrase))
            .as("byte %d", place)
            .isInstanceOfAny(TamperedKeyFileException.class, WrongKeyException.class);
      }
    }
  }

  @Test
  void everyTruncationAndExtensionIsFound() throws IOException {
    byte[] file = vaultWithTwoSlots();
    for (int length = 0; length < file.length; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      storage.files.put(Keyring.FILE, cut);
      assertThatThrownBy(() -> open("first")).isInstanceOf(TamperedKeyFileException.class);
      if (length > 64) {
        storage.files.put(Keyring.FILE, withFittingHash(cut));
        assertThatThrownBy(() -> open("first")).isInstanceOf(TamperedKeyFileException.class);
      }
    }
    storage.files.put(Keyring.FILE, withFittingHash(Arrays.copyOf(file, file.length + 1)));
    assertThatThrownBy(() -> open("first")).isInstanceOf(TamperedKeyFileException.class);
  }

  @Test
  void aSlotOfAnotherVaultOrAnOlderTimeIsFound() throws IOException {
    byte[] old = vaultWithTwoSlots();
    try (Keyring keys = open("first");
        Credential fresh = Credential.passphrase("fresh".toCharArray())) {
      keys.changeSlot(2, fresh, CHEAP);
    }
    byte[] changed = Objects.requireNonNull(storage.files.get(Keyring.FILE)).clone();
    System.arraycopy(old, 32 + 136, changed, 32 + 136, 136);
    storage.files.put(Keyring.FILE, withFittingHash(changed));
    for (String passphrase : List.of("first", "second")) {
      assertThatThrownBy(() -> open(passphrase))
          .isInstanceOf(TamperedKeyFileException.class)
          .hasMessageContaining("the passphrase is right for slot");
    }
  }

  @Test
  void aSlotThatWasCutOutIsFound() throws IOException {
    byte[] file = vaultWithTwoSlots();
    ByteBuffer cut = ByteBuffer.allocate(file.length - 136);
    cut.put(file, 0, 32 + 136).put(file, 32 + 272, file.length - 32 - 272).putShort(10, (short) 1);
    storage.files.put(Keyring.FILE, withFittingHash(cut.array()));
    assertThatThrownBy(() -> open("first"))
        .isInstanceOf(TamperedKeyFileException.class)
        .hasMessageContaining("was changed since it was written");
  }

  @Test
  void aCostThatWouldKeepTheReaderBusyIsRefusedBeforeItIsPaid() throws IOException {
    byte[] file = vaultWithTwoSlots();
    ByteBuffer.wrap(file).putInt(32 + 4, Integer.MAX_VALUE);
    storage.files.put(Keyring.FILE, withFittingHash(file));
    assertThatThrownBy(() -> open("first"))
        .hasMessageContaining("vault.keys at byte 32: Argon2id takes 8 to 1,048,576 KiB of memory");
  }

  @Test
  void aNewerFormatIsSaid() throws IOException {
    byte[] file = vaultWithTwoSlots();
    file[9] = 2;
    storage.files.put(Keyring.FILE, withFittingHash(file));
    assertThatThrownBy(() -> open("first"))
        .hasMessageContaining("is of format 2, and this program knows 1");
  }

  @Test
  void anyBytesAreRefusedInOneWay() {
    Property.check(
        choices -> choices.bytes(600),
        bytes -> {
          storage.files.put(Keyring.FILE, bytes);
          assertThatThrownBy(() -> open("first")).isInstanceOf(TamperedKeyFileException.class);
        });
  }

  private byte[] vaultWithTwoSlots() throws IOException {
    try (Keyring keys = create("first");
        Credential second = Credential.passphrase("second".toCharArray())) {
      keys.addSlot(second, CHEAP);
    }
    return Objects.requireNonNull(storage.files.get(Keyring.FILE)).clone();
  }

  private static byte[] withFittingHash(byte[] file) {
    byte[] digest = Credential.sha256(Arrays.copyOf(file, file.length - 32));
    System.arraycopy(digest, 0, file, file.length - 32, 32);
    return file;
  }

  private Keyring create(String passphrase) throws IOException {
    try (Credential credential = Credential.passphrase(passphrase.toCharArray())) {
      return Keyring.create(storage, credential, CHEAP);
    }
  }

  private Keyring open(String passphrase) throws IOException {
    try (Credential credential = Credential.passphrase(passphrase.toCharArray())) {
      return Keyring.open(storage, credential);
    }
  }

  private static byte[] derived(Keyring keys, String purpose) {
    try (SecretKey key = keys.derived(purpose)) {
      return key.copy();
    }
  }
}
