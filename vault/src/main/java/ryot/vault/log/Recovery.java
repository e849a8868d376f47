package ryot.vault.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ryot.vault.seal.Hmac;
import ryot.vault.seal.Keyring;
import ryot.vault.seal.SecretKey;
import ryot.vault.storage.Storage;
import ryot.vault.storage.StorageFile;

/**
 * What is on the disk, read and checked: the files are those that the manifest lists, and every
 * commit after the last checkpoint follows from the one before.
 *
 * <p>Reading changes nothing. {@link #tidy} then removes what a crash left behind.
 */
final class Recovery {
  /** The purpose of the key that chains commits. */
  static final String CHAIN = "rsu-chain";

  private static final Pattern NUMBERED = Pattern.compile("([0-9]{8})\\.(seg|idx)");

  private final Storage storage;
  private final Keyring keyring;
  private final boolean writable;
  private final Manifest manifest;
  private final Index index = new Index();
  private final Map<Integer, Segment> segments = new TreeMap<>();
  private LogPosition position = LogPosition.start();

  private Recovery(Storage storage, Keyring keyring, boolean writable) throws IOException {
    this.storage = storage;
    this.keyring = keyring;
    this.writable = writable;
    this.manifest = readManifest();
  }

  /**
   * Reads the log.
   *
   * @param writable whether its last segment is opened so that it can be finished
   * @throws TamperedException if what lies there is not what was written
   */
  static Recovery of(Storage storage, Keyring keyring, boolean writable) throws IOException {
    Recovery recovery = new Recovery(storage, keyring, writable);
    try {
      recovery.run();
      return recovery;
    } catch (IOException | RuntimeException e) {
      recovery.release();
      throw e;
    }
  }

  Manifest manifest() {
    return manifest;
  }

  Index index() {
    return index;
  }

  /** The open segments by number; whoever takes them releases them. */
  Map<Integer, Segment> segments() {
    return segments;
  }

  /** Where the last commit ends. */
  LogPosition position() {
    return position;
  }

  private Manifest readManifest() throws IOException {
    try {
      return ManifestFile.read(storage, keyring);
    } catch (NoSuchFileException e) {
      throw new TamperedException(
          "%s: there are keys and no %s; it was removed, or creating the vault was interrupted"
              .formatted(storage.location(), Manifest.FILE),
          e);
    }
  }

  private void run() throws IOException {
    if (manifest.checkpoint().isPresent()) {
      Manifest.CheckpointRef checkpoint = manifest.checkpoint().get();
      try {
        position = ManifestFile.readCheckpoint(storage, keyring, checkpoint, index);
      } catch (NoSuchFileException e) {
        throw missing(checkpoint.fileName(), e);
      }
    }
    requireNoneBeyond();
    for (SegmentInfo info : manifest.segments()) {
      Segment segment = open(info);
      segments.put(info.number(), segment);
    }
    try (SecretKey key = keyring.derived(CHAIN);
        Hmac chain = new Hmac(key)) {
      int known = position.segment();
      for (SegmentInfo info : manifest.segments()) {
        Segment segment = Objects.requireNonNull(segments.get(info.number()));
        if (info.finished() && info.number() <= known) {
          requireEnd(info, segment, chain);
        }
        if (info.number() >= known) {
          replay(info, segment, chain);
        }
      }
    }
    requireHeld();
    index.abandonStreams();
  }

  /** No file may have the number of a segment that, by the manifest, was never begun. */
  private void requireNoneBeyond() throws IOException {
    for (String name : storage.list()) {
      Matcher numbered = NUMBERED.matcher(name);
      if (numbered.matches()
          && numbered.group(2).equals("seg")
          && Integer.parseInt(numbered.group(1)) >= manifest.segmentNext()
          && holdsFrames(name)) {
        throw new TamperedException(
            "%s: the manifest is older than segment %s: one of them was put back or taken from elsewhere"
                .formatted(storage.location(), name));
      }
    }
  }

  private boolean holdsFrames(String name) throws IOException {
    try (StorageFile file = storage.open(name, false)) {
      ByteBuffer window = ByteBuffer.allocate(1 << 16);
      long at = SegmentInfo.HEADER_BYTES;
      while (file.read(at, window.clear()) > 0) {
        for (int i = 0; i < window.position(); i++) {
          if (window.get(i) != 0) {
            return true;
          }
        }
        at += window.position();
      }
      return false;
    }
  }

  private Segment open(SegmentInfo info) throws IOException {
    Segment segment;
    try {
      segment = Segment.open(storage, keyring, info, writable && !info.finished());
    } catch (NoSuchFileException e) {
      throw missing(info.fileName(), e);
    }
    try {
      requireHeader(info, segment);
      return segment;
    } catch (IOException | RuntimeException e) {
      segment.release();
      throw e;
    }
  }

  private TamperedException missing(String name, NoSuchFileException cause) {
    return new TamperedException(
        "%s: %s is missing, which the manifest lists".formatted(storage.location(), name), cause);
  }

  private void requireHeader(SegmentInfo info, Segment segment) throws IOException {
    long size = segment.file().size();
    long expected = info.finished() ? info.length() : info.capacity();
    if (size < expected) {
      throw segment.tampered(
          size, "the file ends, and %,d bytes were expected".formatted(expected), null);
    }
    ByteBuffer header = ByteBuffer.allocate(SegmentInfo.HEADER_BYTES);
    segment.file().read(0, header);
    if (!Arrays.equals(header.array(), info.header(keyring.vaultId()))) {
      throw segment.tampered(0, "the header is not that of the segment the manifest lists", null);
    }
  }

  private static void requireEnd(SegmentInfo info, Segment segment, Hmac chain) throws IOException {
    try (SegmentScan scan = new SegmentScan(segment, chain, info.length(), true)) {
      scan.requireEnd(info);
    }
  }

  private void replay(SegmentInfo info, Segment segment, Hmac chain) throws IOException {
    LogPosition from = info.number() == position.segment() ? position : LogPosition.startOf(info);
    long limit = info.finished() ? info.length() : segment.file().size();
    try (SegmentScan scan = new SegmentScan(segment, chain, limit, info.finished())) {
      position = scan.run(from, batch -> apply(segment, batch));
    }
    if (info.finished()
        && (position.commit() != info.lastCommit()
            || !Arrays.equals(position.chain(), info.chainAfter()))) {
      throw segment.tampered(
          position.offset(), "the last commit is not the one that the manifest lists", null);
    }
  }

  private void apply(Segment segment, List<ScannedRecord> batch) {
    for (ScannedRecord record : batch) {
      try {
        index.apply(record);
      } catch (IllegalArgumentException e) {
        throw segment.tampered(
            record.place().offset(), "it does not follow from what is before", e);
      }
    }
  }

  /** Every record of the index lies in a segment that there is. */
  private void requireHeld() {
    for (Entry entry : index.entries()) {
      requireHeld(entry.head());
      entry.parts().forEach(this::requireHeld);
    }
  }

  private void requireHeld(Place place) {
    if (!segments.containsKey(place.segment())) {
      throw new TamperedException(
          "%s: the index means segment %d, which the manifest does not list"
              .formatted(storage.location(), place.segment()));
    }
  }

  /**
   * Removes what no manifest lists, and makes what was recovered safe: a crash of the process alone
   * leaves commits that the disk does not have yet.
   */
  void tidy() throws IOException {
    Set<String> listed = new HashSet<>();
    manifest.segments().forEach(info -> listed.add(info.fileName()));
    manifest.checkpoint().ifPresent(checkpoint -> listed.add(checkpoint.fileName()));
    for (String name : storage.list()) {
      boolean numbered = NUMBERED.matcher(name).matches();
      if ((numbered && !listed.contains(name)) || name.endsWith(".new")) {
        storage.delete(name);
      }
    }
    for (SegmentInfo info : manifest.segments()) {
      if (!info.finished()) {
        Objects.requireNonNull(segments.get(info.number())).file().force();
      }
    }
  }

  /** Closes all segments. */
  void release() throws IOException {
    Segment.releaseAll(segments.values());
    segments.clear();
  }
}
