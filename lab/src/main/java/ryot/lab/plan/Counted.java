package ryot.lab.plan;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an iteration's throughput counts. */
public enum Counted {
  /** Tokens that a model generates. */
  @JsonProperty("token")
  TOKEN("token"),
  /** Bytes that are coded. */
  @JsonProperty("byte")
  BYTE("byte"),
  /** Reusable semantic units that a vault takes or gives. */
  @JsonProperty("unit")
  UNIT("unit");

  private final String word;

  Counted(String word) {
    this.word = word;
  }

  /** One of them, in words. */
  public String word() {
    return word;
  }
}
