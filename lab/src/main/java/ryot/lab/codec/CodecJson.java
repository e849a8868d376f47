package ryot.lab.codec;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Series as other programs read them: an array with an object for each codec. */
public final class CodecJson {

  private CodecJson() {}

  /** The array, indented. */
  public static String of(List<CodecSeries> all) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (CodecSeries series : all) {
      array
          .addObject()
          .put("codec", series.codec())
          .put("ratio", series.ratio())
          .put("compress_mb_s", series.compressMbS())
          .put("decompress_mb_s", series.decompressMbS())
          .put("messages", series.messages())
          .put("bytes_in", series.bytesIn())
          .put("bytes_out", series.bytesOut())
          .put("verified", series.verified());
    }
    return array.toPrettyString();
  }
}
