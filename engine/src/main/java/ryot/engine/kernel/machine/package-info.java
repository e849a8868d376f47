/**
 * The kernels in machine code, and the small x86-64 assembler they are written with. {@link
 * ryot.engine.kernel.machine.Assembler} turns a listing into bytes, one method per mnemonic of the
 * Intel manual; {@link ryot.engine.kernel.machine.ExecutableMemory} makes those bytes callable and
 * is the only user of executable memory; {@link ryot.engine.kernel.machine.CpuFeatures} says what
 * processor and operating system allow. For Linux and macOS on x86-64 (System V calls); elsewhere,
 * and where the platform refuses, it says why, and other kernels serve.
 */
@NullMarked
package ryot.engine.kernel.machine;

import org.jspecify.annotations.NullMarked;
