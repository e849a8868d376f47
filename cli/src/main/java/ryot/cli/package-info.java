/** The command line: one class per command. */
@NullMarked
package ryot.cli;

import org.jspecify.annotations.NullMarked;
