package ryot.engine.generate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ryot.engine.cache.KvPagePool;

/**
 * Which requests have pages and which wait for some. Admission is by age: the oldest that can go on
 * comes first, and nobody overtakes it while there is no room, so that large requests are not
 * starved by small ones. One that is admitted finds room for its prompt and some of its answer; if
 * room runs out all the same, the youngest gives up its pages and is admitted again later. Engine
 * thread only.
 */
final class Residents {

  /** Tokens of an answer that must find room beside the prompt before a request is admitted. */
  private static final int ANSWER_MARGIN = 64;

  private final KvPagePool pool;
  private final IdleSequences idle;

  /** Not admitted, or preempted; oldest first. */
  private final List<Run> waiting = new ArrayList<>();

  /** Admitted; oldest first. */
  private final List<Run> admitted = new ArrayList<>();

  /** Null without a store. */
  private final @Nullable PrefixReader reader;

  Residents(KvPagePool pool, IdleSequences idle, @Nullable PrefixReader reader) {
    this.pool = pool;
    this.idle = idle;
    this.reader = reader;
  }

  /** A request that is younger than all others. */
  void arrive(Run run) {
    waiting.add(run);
  }

  /** The admitted requests, oldest first; a view. */
  List<Run> admitted() {
    return admitted;
  }

  /** Ends the requests that nobody wants any more; their pages are free from then on. */
  void endCancelled() {
    endCancelled(waiting);
    endCancelled(admitted);
  }

  private static void endCancelled(List<Run> runs) {
    for (int i = 0; i < runs.size(); i++) {
      if (runs.get(i).cancelled()) {
        runs.get(i).finish(StopReason.CANCELLED);
      }
    }
  }

  /** Forgets the requests that have ended and says how many they were. */
  int removeEnded() {
    int before = waiting.size() + admitted.size();
    waiting.removeIf(Run::ended);
    admitted.removeIf(Run::ended);
    return before - waiting.size() - admitted.size();
  }

  /** Admits whom there is room for. */
  void admit() {
    for (int i = 0; i < waiting.size(); i++) {
      Run run = waiting.get(i);
      if (run.stalled() || !run.free()) {
        continue; // it could not use its pages now
      }
      if (reader != null && !reader.ready(run)) {
        continue; // what it would compute may be on its way
      }
      if (!makeRoomFor(run)) {
        return;
      }
      i = waiting.indexOf(run); // preempted ones may have come before it
      boolean first = !run.entered();
      if (run.enter()) {
        if (reader != null && first) {
          reader.restored(run.restored());
        }
        waiting.remove(i--);
        insert(run, admitted);
      }
    }
  }

  private boolean makeRoomFor(Run run) {
    while (run.missingPages(Math.min(run.wanted(), ANSWER_MARGIN)) > unclaimedPages()) {
      if (!reclaimIdle(run) && !preempt(youngestStalled())) {
        return admitted.isEmpty(); // alone it may try with what there is
      }
    }
    return true;
  }

  /** Pages that nobody holds and no admitted request has been promised. */
  private int unclaimedPages() {
    int unclaimed = pool.availablePages();
    for (int i = 0; i < admitted.size(); i++) {
      Run run = admitted.get(i);
      unclaimed -= Math.max(0, run.promisedPages(Math.min(run.wanted(), ANSWER_MARGIN)));
    }
    return unclaimed;
  }

  private boolean reclaimIdle(Run but) {
    Sequence sequence = idle.pollEldest(but.sequence());
    if (sequence == null) {
      return false;
    }
    sequence.reclaim();
    return true;
  }

  /**
   * Makes room for what each request has been allotted, the older first: at the cost of idle
   * sequences, then of requests whose readers are behind, then of the youngest. Whoever still finds
   * no room is preempted itself, or fails if it is alone.
   */
  void reserve() {
    for (int i = 0; i < admitted.size(); i++) {
      Run run = admitted.get(i);
      if (run.allotted() == 0) {
        continue;
      }
      boolean reserved = reserve(run);
      if (!reserved && admitted.size() == 1) {
        run.fail(noRoomAlone());
      } else if (!reserved) {
        preempt(run);
        return; // it was the last: the younger have been preempted before it
      }
      i = admitted.indexOf(run); // stalled ones before it may have left
    }
  }

  private IllegalStateException noRoomAlone() {
    return new IllegalStateException(
        "the engine's %d pages of keys and values are too few for this request alone: open the engine with more memory for them, or with a shorter context"
            .formatted(pool.maxPages()));
  }

  private boolean reserve(Run run) {
    while (!run.reserve()) {
      Run youngest = admitted.getLast();
      if (!reclaimIdle(run)
          && !preempt(youngestStalled())
          && !preempt(youngest == run ? null : youngest)) {
        return false;
      }
    }
    return true;
  }

  private @Nullable Run youngestStalled() {
    for (int i = admitted.size() - 1; i >= 0; i--) {
      Run run = admitted.get(i);
      if (run.allotted() == 0 && run.stalled()) {
        return run;
      }
    }
    return null;
  }

  private boolean preempt(@Nullable Run run) {
    if (run == null) {
      return false;
    }
    admitted.remove(run);
    run.preempt();
    insert(run, waiting);
    return true;
  }

  private static void insert(Run run, List<Run> oldestFirst) {
    int at = oldestFirst.size();
    while (at > 0 && oldestFirst.get(at - 1).number() > run.number()) {
      at--;
    }
    oldestFirst.add(at, run);
  }

  /** Removes and returns all requests. */
  List<Run> takeAll() {
    List<Run> all = new ArrayList<>(admitted);
    all.addAll(waiting);
    admitted.clear();
    waiting.clear();
    return all;
  }
}
