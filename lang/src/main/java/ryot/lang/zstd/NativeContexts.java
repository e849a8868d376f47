package ryot.lang.zstd;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.lang.ref.Cleaner;

/** Gives zstd's native memory back once nobody holds the codec that used it. */
final class NativeContexts {

  private static final Cleaner CLEANER = Cleaner.create();

  private NativeContexts() {}

  static void freeWith(Object owner, ZstdCompressCtx compressor, ZstdDecompressCtx decompressor) {
    CLEANER.register(
        owner,
        () -> {
          compressor.close();
          decompressor.close();
        });
  }
}
