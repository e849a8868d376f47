package ryot.lab.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ForkChannelTest {

  private static final ForkMessage MESSAGE =
      new ForkMessage.Progress("ttft_32", "measure", 3, 100, 31.25, 120.5);

  @Test
  void whatIsWrittenIsRead() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ForkChannel.write(out, MESSAGE);
    ForkChannel.write(out, new ForkMessage.Measuring(true));
    ByteArrayInputStream in = new ByteArrayInputStream(out.toByteArray());
    assertThat(ForkChannel.read(in, ForkMessage.class)).contains(MESSAGE);
    assertThat(ForkChannel.read(in, ForkMessage.class)).contains(new ForkMessage.Measuring(true));
    assertThat(ForkChannel.read(in, ForkMessage.class)).isEmpty();
  }

  @Test
  void aFrameCutAnywhereIsAnErrorAndNeverAMessage() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ForkChannel.write(out, MESSAGE);
    byte[] whole = out.toByteArray();
    for (int length = 4; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatIOException()
          .as("cut at %d", length)
          .isThrownBy(() -> ForkChannel.read(new ByteArrayInputStream(cut), ForkMessage.class));
    }
  }

  @Test
  void otherBytesAreNotAFrame() {
    byte[] log = "[0.010s][warning] something".getBytes(StandardCharsets.UTF_8);
    assertThatIOException()
        .isThrownBy(() -> ForkChannel.read(new ByteArrayInputStream(log), ForkMessage.class))
        .isNotInstanceOf(EOFException.class)
        .withMessageContaining("[0.010s]");
  }
}
