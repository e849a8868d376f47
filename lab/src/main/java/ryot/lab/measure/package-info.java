/**
 * Runs experiments in JVMs of their own and records what comes back: warm-up, series, fork
 * protocol, resources, machine. Never prints; the child's standard output is the record stream.
 */
@NullMarked
package ryot.lab.measure;

import org.jspecify.annotations.NullMarked;
