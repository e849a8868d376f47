package ryot.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import ryot.embed.Embedder;
import ryot.embed.Neighbour;
import ryot.embed.SimilarityIndex;
import ryot.vault.Rsu;
import ryot.vault.StoredRsu;

/** Units by what their texts mean: the embeddings that they have, or else those of their texts. */
record UnitEmbeddings(Embedder embedder) {

  /** Names the model that a unit's embedding is of: those of another cannot be compared. */
  private static final String MODEL = "embedding";

  /**
   * A unit and how near it is to what was asked.
   *
   * @param similarity cosine, -1 to 1
   * @param text its text
   */
  record Found(StoredRsu unit, float similarity, String text) {}

  /** Adds the embedding of {@code text} to a unit in the making. */
  void add(Rsu.Builder unit, String text) {
    unit.embedding(embedder.embed(text)).metadata(MODEL, embedder.name());
  }

  /** The units nearest to {@code query}, the nearest first; units without text are left out. */
  List<Found> nearest(Stream<StoredRsu> units, String query, int count) throws IOException {
    List<StoredRsu> candidates = new ArrayList<>();
    List<float[]> vectors = new ArrayList<>();
    for (StoredRsu unit : units.toList()) {
      Optional<float[]> vector = vector(unit);
      if (vector.isPresent()) {
        candidates.add(unit);
        vectors.add(vector.get());
      }
    }
    List<Found> found = new ArrayList<>();
    for (Neighbour near : SimilarityIndex.of(vectors).nearest(embedder.embed(query), count)) {
      StoredRsu unit = candidates.get(near.index());
      found.add(new Found(unit, near.similarity(), unit.text().orElse("")));
    }
    return found;
  }

  private Optional<float[]> vector(StoredRsu unit) throws IOException {
    if (embedder.name().equals(unit.info().metadata().get(MODEL))) {
      Optional<float[]> stored = unit.embedding();
      if (stored.isPresent() && stored.get().length == embedder.dimensions()) {
        return stored;
      }
    }
    return unit.text().map(embedder::embed);
  }
}
