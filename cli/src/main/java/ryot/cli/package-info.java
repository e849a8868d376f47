/**
 * The command line: one class per command, and what they share: the {@link ryot.cli.Terminal} they
 * talk to, {@link ryot.cli.Failures} for one clear message per failure, {@link ryot.cli.Interrupts}
 * for Ctrl-C, and {@link ryot.cli.ExitCode}. It alone knows options, colours and progress bars;
 * everything below it returns, throws, or reports through a listener.
 */
@NullMarked
package ryot.cli;

import org.jspecify.annotations.NullMarked;
