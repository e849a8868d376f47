package ryot.vault;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A reusable semantic unit: context that was processed once, with what processing it yielded.
 *
 * <p>Every part but the id may be absent. Arrays and memory are lent: a unit that is put must not
 * change until that is done, and one that was got is its reader's alone.
 */
public final class Rsu {
  private final String id;
  private final String kind;
  private final SortedSet<String> tags;
  private final SortedMap<String, String> metadata;
  private final Duration recompute;
  private final boolean pinned;
  private final Instant created;
  private final @Nullable String text;
  private final int @Nullable [] tokens;
  private final float @Nullable [] embedding;
  private final @Nullable MemorySegment kv;

  private Rsu(Builder builder) {
    id = builder.id;
    kind = builder.kind;
    tags = new TreeSet<>(builder.tags);
    metadata = new TreeMap<>(builder.metadata);
    recompute = builder.recompute;
    pinned = builder.pinned;
    created = builder.created;
    text = builder.text;
    tokens = builder.tokens;
    embedding = builder.embedding;
    kv = builder.kv;
  }

  /** Begins a unit of this id. */
  public static Builder builder(String id) {
    return new Builder(id);
  }

  /** What its owner calls it. */
  public String id() {
    return id;
  }

  /** What it is; empty if nobody said. */
  public String kind() {
    return kind;
  }

  /** What it can be found by. */
  public SortedSet<String> tags() {
    return Collections.unmodifiableSortedSet(tags);
  }

  /** What else its owner wants to know. */
  public SortedMap<String, String> metadata() {
    return Collections.unmodifiableSortedMap(metadata);
  }

  /** What it would take to make it anew: what eviction weighs. */
  public Duration recompute() {
    return recompute;
  }

  /** Whether it is never evicted. */
  public boolean pinned() {
    return pinned;
  }

  /** When it was made. */
  public Instant created() {
    return created;
  }

  /** Its text. */
  public Optional<String> text() {
    return Optional.ofNullable(text);
  }

  /** The text's token ids. */
  public Optional<int[]> tokens() {
    return Optional.ofNullable(tokens);
  }

  /** Its place in a space of meanings. */
  public Optional<float[]> embedding() {
    return Optional.ofNullable(embedding);
  }

  /** The keys and values of its tokens, as the engine lays them out. */
  public Optional<MemorySegment> kv() {
    return Optional.ofNullable(kv);
  }

  /** What is known of it, its parts being so large. */
  RsuInfo info(RsuInfo.PartSizes sizes) {
    return new RsuInfo(id, kind, tags, metadata, recompute, pinned, created, sizes);
  }

  /** A unit in the making. */
  public static final class Builder {
    private final String id;
    private String kind = "";
    private final SortedSet<String> tags = new TreeSet<>();
    private final SortedMap<String, String> metadata = new TreeMap<>();
    private Duration recompute = Duration.ZERO;
    private boolean pinned;
    private Instant created = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private @Nullable String text;
    private int @Nullable [] tokens;
    private float @Nullable [] embedding;
    private @Nullable MemorySegment kv;

    private Builder(String id) {
      this.id = id;
    }

    /** What it is. */
    public Builder kind(String kind) {
      this.kind = kind;
      return this;
    }

    /** Adds something it can be found by. */
    public Builder tag(String tag) {
      tags.add(tag);
      return this;
    }

    /** Adds what else is to be known. */
    public Builder metadata(String key, String value) {
      metadata.put(key, value);
      return this;
    }

    /** Adds all of these. */
    public Builder metadata(Map<String, String> all) {
      metadata.putAll(all);
      return this;
    }

    /** What it would take to make it anew. */
    public Builder recompute(Duration recompute) {
      this.recompute = recompute;
      return this;
    }

    /** Whether it is never evicted. */
    public Builder pinned(boolean pinned) {
      this.pinned = pinned;
      return this;
    }

    /** When it was made, if that is not now. */
    public Builder created(Instant created) {
      this.created = created.truncatedTo(ChronoUnit.MILLIS);
      return this;
    }

    /** Its text. */
    public Builder text(String text) {
      this.text = text;
      return this;
    }

    /** The text's token ids; lent. */
    public Builder tokens(int[] tokens) {
      this.tokens = tokens;
      return this;
    }

    /** Its place in a space of meanings; lent. */
    public Builder embedding(float[] embedding) {
      this.embedding = embedding;
      return this;
    }

    /** The keys and values of its tokens; lent. */
    public Builder kv(MemorySegment kv) {
      this.kv = kv;
      return this;
    }

    /** The unit. */
    public Rsu build() {
      return new Rsu(this);
    }
  }
}
