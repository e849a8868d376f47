/**
 * How fast a model runs on this machine, in tokens per second, and how fast the machine itself is:
 * the quick measurement, in this JVM, beside the careful one that a day makes. Also models that are
 * made up on the spot, so that a model can be measured before it is downloaded.
 */
@NullMarked
package ryot.lab.bench;

import org.jspecify.annotations.NullMarked;
