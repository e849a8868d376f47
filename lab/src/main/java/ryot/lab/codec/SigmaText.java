package ryot.lab.codec;

import java.nio.charset.StandardCharsets;
import ryot.lang.MalformedPayloadException;
import ryot.lang.wire.MalformedFrameException;
import ryot.lang.wire.MessageCodec;
import ryot.lang.wire.NewerFormatException;
import ryot.lang.wire.Sigma;
import ryot.lang.wire.UnknownModelException;
import ryot.vault.TextCodec;

/** A vault's texts as ΣLANG's messages, by the models that ship. Any thread may use it. */
public final class SigmaText implements TextCodec {
  private static final int CODE = 1;

  private final ThreadLocal<MessageCodec> codecs =
      ThreadLocal.withInitial(() -> Sigma.standard().messages());

  /** By the models of this release; the contexts are made when they are needed. */
  public SigmaText() {}

  @Override
  public int code() {
    return CODE;
  }

  @Override
  public byte[] encode(String text) {
    return codecs.get().encode(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String decode(byte[] stored) {
    try {
      return new String(codecs.get().decode(stored), StandardCharsets.UTF_8);
    } catch (MalformedFrameException
        | MalformedPayloadException
        | NewerFormatException
        | UnknownModelException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
