package ryot.lang.wire;

import ryot.lang.Codec;
import ryot.lang.Model;
import ryot.lang.ModelId;
import ryot.lang.Tier;
import ryot.lang.model.TokenCodec;
import ryot.lang.model.TokenTables;

/** Tables of the token tier, as a model that frames name. */
public final class TokenModel implements Model {

  private final TokenTables tables;
  private final ModelId id;

  private TokenModel(TokenTables tables) {
    this.tables = tables;
    this.id = ModelId.ofHash(tables.id());
  }

  /** The model that {@code tables} are. */
  public static TokenModel of(TokenTables tables) {
    return new TokenModel(tables);
  }

  @Override
  public Tier tier() {
    return Tier.TOKEN;
  }

  @Override
  public ModelId id() {
    return id;
  }

  @Override
  public Codec newCodec() {
    return new TokenCodec(tables);
  }
}
