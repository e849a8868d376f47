package ryot.lang.zstd;

import ryot.lang.Codec;
import ryot.lang.CodecContract;

class ZstdCodecTest extends CodecContract {

  @Override
  protected Codec codec() {
    return ZstdCodec.plain(ZstdCodec.LEVEL);
  }
}
