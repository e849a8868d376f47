package ryot.cli;

import java.util.EnumSet;
import ryot.lang.Tier;
import ryot.lang.wire.StreamOptions;

/** How {@code lang compress} codes, under the names of its option. */
enum LangTier {
  auto,
  token,
  stream,
  stored,
  neural;

  StreamOptions options() {
    return switch (this) {
      case auto -> StreamOptions.auto();
      case token -> StreamOptions.ofBlocks(EnumSet.of(Tier.TOKEN));
      case stream -> StreamOptions.ofSession();
      case neural -> StreamOptions.ofBlocks(EnumSet.of(Tier.NEURAL, Tier.TOKEN));
      case stored -> StreamOptions.ofBlocks(EnumSet.of(Tier.STORED));
    };
  }
}
