package ryot.engine.kernel.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Memory that is never writable and executable at once; and platforms that have none. */
class ExecutableMemoryTest {
  private static final byte[] RET = {(byte) 0xC3};

  @Test
  void itIsExecutableAndNotWritableWhileOpenAndGoneWhenClosed() throws IOException {
    Path maps = Path.of("/proc/self/maps");
    assumeTrue(Files.isReadable(maps), "not Linux");
    long address;
    try (ExecutableMemory memory = MachineHere.executable(RET)) {
      address = memory.entry().address();
      assertThat(protection(maps, address)).startsWith("r-x");
    }
    assertThat(protection(maps, address)).doesNotContain("x");
  }

  @Test
  void nothingIsEnteredAfterClosing() {
    ExecutableMemory memory = MachineHere.executable(RET);
    memory.close();
    assertThatIllegalStateException().isThrownBy(memory::entry);
    assertThatNoException().isThrownBy(memory::close);
  }

  @Test
  void anEntryLiesInTheCode() {
    Assembler a = new Assembler();
    a.ret();
    Label last = new Label();
    a.bind(last);
    a.ret();
    Label beyond = new Label();
    a.bind(beyond);
    try (ExecutableMemory memory = MachineHere.executable(a.toBytes())) {
      assertThat(memory.entry(last).address()).isEqualTo(memory.entry().address() + 1);
      assertThatIllegalArgumentException().isThrownBy(() -> memory.entry(beyond));
    }
  }

  @Test
  void noCodeIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> ExecutableMemory.of(new byte[0]));
  }

  @Test
  void otherPlatformsAreRefusedByName() {
    assertThatExceptionOfType(ExecutableMemoryException.class)
        .isThrownBy(() -> ExecutableMemory.requirePlatform("aarch64", "linux"))
        .withMessage("the processor is aarch64, not x86-64");
    assertThatExceptionOfType(ExecutableMemoryException.class)
        .isThrownBy(() -> ExecutableMemory.requirePlatform("amd64", "windows 11"))
        .withMessage("the system is windows 11, not Linux or macOS");
    assertThatNoException().isThrownBy(() -> ExecutableMemory.requirePlatform("amd64", "linux"));
    assertThatNoException()
        .isThrownBy(() -> ExecutableMemory.requirePlatform("x86_64", "mac os x"));
  }

  @Test
  void aRefusalOfTheSystemSaysWhatFailed() {
    MachineHere.assumeExecutable();
    boolean macOs = System.getProperty("os.name").startsWith("Mac");
    assertThatExceptionOfType(ExecutableMemoryException.class)
        .isThrownBy(() -> new MemoryMapping(macOs).mapWritable(Long.MAX_VALUE))
        .withMessageContaining("mmap of 9223372036854775807 bytes failed with errno");
    assertThatExceptionOfType(ExecutableMemoryException.class)
        .isThrownBy(() -> new MemoryMapping(macOs).makeExecutable(1, 1))
        .withMessageContaining("mprotect of 1 bytes failed with errno 22");
  }

  /** The letters that the system lists for the mapping that holds an address; empty for none. */
  private static String protection(Path maps, long address) throws IOException {
    for (String line : Files.readAllLines(maps)) {
      List<String> parts = List.of(line.split("[- ]", 4));
      if (Long.parseUnsignedLong(parts.get(0), 16) <= address
          && address < Long.parseUnsignedLong(parts.get(1), 16)) {
        return line.substring(line.indexOf(' ') + 1, line.indexOf(' ') + 5);
      }
    }
    return "";
  }
}
