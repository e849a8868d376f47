package ryot.engine.cache;

/** How keys and values are stored: half precision takes half the memory, float32 is exact. */
public enum KvType {
  F16(Short.BYTES),
  F32(Float.BYTES);

  private final int bytes;

  KvType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes per value. */
  public int bytes() {
    return bytes;
  }
}
