package ryot.vault.seal;

import java.util.Arrays;
import javax.crypto.SecretKey;

/** A key as the JDK's ciphers take it: on the heap, and zeroed when closed. */
final class HeapKey implements SecretKey, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final String algorithm;
  private final transient byte[] bytes;

  HeapKey(ryot.vault.seal.SecretKey key, String algorithm) {
    this.algorithm = algorithm;
    this.bytes = key.copy();
  }

  @Override
  public String getAlgorithm() {
    return algorithm;
  }

  @Override
  public String getFormat() {
    return "RAW";
  }

  @Override
  public byte[] getEncoded() {
    return bytes.clone();
  }

  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return "HeapKey[" + algorithm + "]";
  }
}
