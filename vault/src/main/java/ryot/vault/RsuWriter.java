package ryot.vault;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import ryot.vault.log.Change;

/**
 * Writes a unit whose keys and values come piece by piece, as many as the disk holds. Nobody sees
 * it until {@link #commit}; closing it without that leaves nothing. For one thread.
 */
public final class RsuWriter implements AutoCloseable {
  private final Vault vault;
  private final Rsu rsu;
  private final long stream;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(Parts.PIECE_MAX);
  private int pieces;
  private long kvBytes;
  private boolean done;

  RsuWriter(Vault vault, Rsu rsu, long stream) {
    this.vault = vault;
    this.rsu = rsu;
    this.stream = stream;
  }

  /** Appends to its keys and values; the memory is the caller's again when this returns. */
  public void write(MemorySegment memory) throws IOException {
    requireOpen();
    long at = 0;
    while (at < memory.byteSize()) {
      int count = (int) Math.min(buffer.remaining(), memory.byteSize() - at);
      MemorySegment.ofBuffer(buffer).copyFrom(memory.asSlice(at, count));
      buffer.position(buffer.position() + count);
      at += count;
      if (!buffer.hasRemaining()) {
        flush();
      }
    }
    kvBytes += memory.byteSize();
  }

  private void flush() throws IOException {
    buffer.flip();
    if (buffer.hasRemaining()) {
      vault.commit(List.of(new Change.Part(stream, pieces, buffer)), buffer.remaining());
      pieces++;
    }
    buffer.clear();
  }

  /** Makes it a unit, durable when this returns. */
  public void commit() throws IOException {
    requireOpen();
    flush();
    vault.commit(vault.parts(rsu, kvBytes).changes(vault.recordId(rsu.id()), stream, pieces), 0);
    done = true;
  }

  private void requireOpen() {
    if (done) {
      throw new IllegalStateException("\"%s\" was written or given up".formatted(rsu.id()));
    }
  }

  /** Gives it up, unless it was committed. */
  @Override
  public void close() throws IOException {
    if (!done) {
      done = true;
      vault.abandon(stream);
    }
  }
}
