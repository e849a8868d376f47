package ryot.lab.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.IntToLongFunction;
import ryot.engine.kernel.Ceilings;
import ryot.engine.kernel.WorkerTeam;

/**
 * Runs the loops of {@link Ceilings} on a team and takes the time. The best round counts: whatever
 * else the machine does can only lower it.
 */
final class CeilingProbe {

  /** Once the JIT compiler is done, a loop does more than so much a second; before, far less. */
  private static final double COMPILED_PER_SECOND = 4e9;

  private static final long COMPILER_PATIENCE_NANOS = 10_000_000_000L;
  private static final int ROUND_MIN_NANOS = 10_000_000;
  private static final long PIECE_BYTES = 256 * Ceilings.READ_UNIT;
  private static final int WARM_UP_ROUNDS = 100;
  private static final int ROUNDS_MAX = 1 << 30;

  private final Ceilings ceilings;
  private final WorkerTeam team;
  private final long budgetNanos;

  /**
   * A probe.
   *
   * @param budgetNanos how long each figure is measured
   */
  CeilingProbe(Ceilings ceilings, WorkerTeam team, long budgetNanos) {
    this.ceilings = ceilings;
    this.team = team;
    this.budgetNanos = budgetNanos;
  }

  /** All three figures. */
  CeilingReading all() throws InterruptedException {
    return new CeilingReading(
        ceilings.description(),
        team.size(),
        readBytesPerSecond(),
        operationsPerSecond(ceilings::multiplyFloats),
        operationsPerSecond(ceilings::multiplyBytes));
  }

  /** Bytes a second that the team reads from memory. */
  double readBytesPerSecond() throws InterruptedException {
    long sliceBytes = Memory.beyondCaches(team.size()) / team.size();
    sliceBytes -= sliceBytes % Ceilings.READ_UNIT;
    MemorySegment[] slices = new MemorySegment[team.size()];
    try (Arena arena = Arena.ofShared()) {
      long size = sliceBytes;
      team.run(
          (all, part, parts) -> {
            all[part] = ceilings.allocate(size, arena);
            // written by who reads it: it then is memory of its own, and near
            all[part].fill((byte) 1);
          },
          slices);
      MemorySegment piece = slices[0].asSlice(0, Ceilings.READ_UNIT);
      awaitCompiler(
          count -> {
            for (int i = 0; i < count; i++) {
              ceilings.read(piece);
            }
            return count * piece.byteSize();
          });
      long best = Long.MAX_VALUE;
      long start = System.nanoTime();
      do {
        best = Math.min(best, nanos((all, part, parts) -> readPieces(all[part]), slices));
      } while (System.nanoTime() - start < budgetNanos);
      return (double) sliceBytes * team.size() / best * 1e9;
    }
  }

  /** Piece by piece, so that code is left soon that the compiler has better of meanwhile. */
  private void readPieces(MemorySegment memory) {
    for (long at = 0; at < memory.byteSize(); at += PIECE_BYTES) {
      ceilings.read(memory.asSlice(at, Math.min(PIECE_BYTES, memory.byteSize() - at)));
    }
  }

  private double operationsPerSecond(IntToLongFunction loop) throws InterruptedException {
    awaitCompiler(loop);
    long[] done = new long[team.size()];
    int rounds = 1;
    double best = 0;
    long start = System.nanoTime();
    do {
      int count = rounds;
      long nanos = nanos((all, part, parts) -> all[part] = loop.applyAsLong(count), done);
      long operations = 0;
      for (long of : done) {
        operations += of;
      }
      best = Math.max(best, operations * 1e9 / nanos);
      if (nanos < ROUND_MIN_NANOS && rounds < ROUNDS_MAX) {
        rounds *= 2;
      }
    } while (System.nanoTime() - start < budgetNanos);
    return best;
  }

  /** Runs the loop on this thread until it is fast. */
  private static void awaitCompiler(IntToLongFunction loop) throws InterruptedException {
    long start = System.nanoTime();
    double speed;
    do {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      long before = System.nanoTime();
      long done = loop.applyAsLong(WARM_UP_ROUNDS);
      speed = done * 1e9 / Math.max(1, System.nanoTime() - before);
    } while (speed < COMPILED_PER_SECOND && System.nanoTime() - start < COMPILER_PATIENCE_NANOS);
  }

  private <C> long nanos(WorkerTeam.Task<C> task, C context) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    long start = System.nanoTime();
    team.run(task, context);
    return Math.max(1, System.nanoTime() - start);
  }
}
