package ryot.vault.storage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import ryot.vault.storage.SimulatedStorage.Event;
import ryot.vault.storage.SimulatedStorage.Inode;

/**
 * The contents that a disk may have after a loss of power, from a record of what was done to it.
 *
 * <p>While a file is created it may be there with a part of its zeros. Whatever was not forced is
 * there or is not, each sector of a write and each change of a name apart from all others. Just
 * before something is forced the most is undecided, and what may be earlier, with less undecided,
 * may be then too; so those moments and the end are all that count.
 */
public final class Crashes {
  /** Up to so many undecided things, all combinations are tried; of more, a choice of them. */
  private static final int ALL_MAX = 12;

  private static final int DRAWN = 24;

  /** Takes one content of the disk. */
  public interface Visitor {
    /**
     * Looks at a disk.
     *
     * @param atEnd whether all that was recorded had been done when the power was lost
     */
    void disk(Map<String, byte[]> files, boolean atEnd) throws Exception;
  }

  /** Something that may have reached the disk or not. */
  private sealed interface Undecided {
    record Sector(Inode inode, long position, byte[] bytes) implements Undecided {}

    record Cut(Inode inode, long size) implements Undecided {}

    record Name(Event event) implements Undecided {}
  }

  private final List<Event> events;
  private final int mark;
  private final Map<String, Inode> safeNames;
  private final Map<Inode, byte[]> safeContents = new HashMap<>();
  private final List<Undecided> undecided = new ArrayList<>();
  private int states;
  private int sampled;

  Crashes(Map<String, byte[]> initial, Map<String, Inode> inodes, List<Event> events, int mark) {
    this.events = events;
    this.mark = mark;
    this.safeNames = new TreeMap<>(inodes);
    inodes.forEach((name, inode) -> safeContents.put(inode, initial.get(name)));
  }

  /** Contents that were visited. */
  public int states() {
    return states;
  }

  /** Moments at which not all combinations were tried. */
  public int sampled() {
    return sampled;
  }

  /** Visits every disk. */
  public Crashes forEach(Visitor visitor) throws Exception {
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      boolean forces = event instanceof Event.Force || event instanceof Event.ForceNames;
      if (forces && i >= mark) {
        visit(visitor, false);
      }
      if (event instanceof Event.Create create && i >= mark) {
        visitHalfCreated(visitor, create);
      }
      take(event);
    }
    visit(visitor, true);
    return this;
  }

  /** A file that is being filled with zeros may be there and shorter. */
  private void visitHalfCreated(Visitor visitor, Event.Create create) throws Exception {
    Undecided name = new Undecided.Name(create);
    safeContents.put(create.inode(), new byte[create.size() / 2]);
    undecided.add(name);
    visit(visitor, false);
    undecided.remove(name);
  }

  private void take(Event event) {
    switch (event) {
      case Event.Write write -> {
        int at = 0;
        while (at < write.bytes().length) {
          long position = write.position() + at;
          int count =
              (int) Math.min(write.bytes().length - at, Storage.SECTOR - position % Storage.SECTOR);
          undecided.add(
              new Undecided.Sector(
                  write.inode(), position, Arrays.copyOfRange(write.bytes(), at, at + count)));
          at += count;
        }
      }
      case Event.Truncate cut -> undecided.add(new Undecided.Cut(cut.inode(), cut.size()));
      case Event.Force force -> {
        List<Undecided> kept = undecided.stream().filter(u -> of(u) == force.inode()).toList();
        kept.forEach(u -> apply(u, safeContents, safeNames));
        undecided.removeAll(kept);
      }
      case Event.Create create -> {
        safeContents.put(create.inode(), new byte[create.size()]);
        undecided.add(new Undecided.Name(event));
      }
      case Event.Rename _, Event.Delete _ -> undecided.add(new Undecided.Name(event));
      case Event.ForceNames _ -> {
        List<Undecided> kept = undecided.stream().filter(Undecided.Name.class::isInstance).toList();
        kept.forEach(u -> apply(u, safeContents, safeNames));
        undecided.removeAll(kept);
      }
    }
  }

  private static Object of(Undecided undecided) {
    return switch (undecided) {
      case Undecided.Sector sector -> sector.inode();
      case Undecided.Cut cut -> cut.inode();
      case Undecided.Name name -> name.event();
    };
  }

  private void visit(Visitor visitor, boolean atEnd) throws Exception {
    int count = undecided.size();
    if (count <= ALL_MAX) {
      for (int choice = 0; choice < 1 << count; choice++) {
        int kept = choice;
        visit(visitor, atEnd, i -> (kept & 1 << i) != 0);
      }
      return;
    }
    sampled++;
    for (int i = 0; i <= count; i++) {
      int border = i;
      visit(visitor, atEnd, at -> at < border); // what came first is there
      visit(visitor, atEnd, at -> at >= border); // what came last is there
      visit(visitor, atEnd, at -> at != border); // one thing is lost
    }
    SplittableRandom random = new SplittableRandom(count);
    for (int i = 0; i < DRAWN; i++) {
      long bits = random.nextLong();
      visit(visitor, atEnd, at -> (bits >>> (at % Long.SIZE) & 1) != 0);
    }
  }

  private interface Choice {
    boolean keeps(int index);
  }

  private void visit(Visitor visitor, boolean atEnd, Choice choice) throws Exception {
    Map<Inode, byte[]> contents = new HashMap<>(safeContents);
    Map<String, Inode> names = new TreeMap<>(safeNames);
    Set<Object> changed = new HashSet<>();
    for (int i = 0; i < undecided.size(); i++) {
      if (choice.keeps(i)) {
        if (of(undecided.get(i)) instanceof Inode inode && changed.add(inode)) {
          contents.put(inode, content(inode, contents).clone());
        }
        apply(undecided.get(i), contents, names);
      }
    }
    Map<String, byte[]> files = new TreeMap<>();
    names.forEach((name, inode) -> files.put(name, content(inode, contents)));
    states++;
    visitor.disk(files, atEnd);
  }

  private static byte[] content(Inode inode, Map<Inode, byte[]> contents) {
    return Objects.requireNonNull(contents.get(inode));
  }

  private static void apply(
      Undecided undecided, Map<Inode, byte[]> contents, Map<String, Inode> names) {
    switch (undecided) {
      case Undecided.Sector(Inode inode, long position, byte[] bytes) ->
          contents.put(inode, SimulatedStorage.written(content(inode, contents), position, bytes));
      case Undecided.Cut(Inode inode, long size) -> {
        byte[] content = content(inode, contents);
        contents.put(inode, Arrays.copyOf(content, (int) Math.min(size, content.length)));
      }
      case Undecided.Name(Event event) -> {
        switch (event) {
          case Event.Create create -> names.put(create.name(), create.inode());
          case Event.Rename rename -> {
            names.remove(rename.from(), rename.inode());
            names.put(rename.to(), rename.inode());
          }
          case Event.Delete delete -> names.remove(delete.name());
          default -> throw new AssertionError(event);
        }
      }
    }
  }
}
