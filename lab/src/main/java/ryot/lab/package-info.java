/** The lab: real measurements of the engine, their statistics, profiles, verdicts and reports. */
@NullMarked
package ryot.lab;

import org.jspecify.annotations.NullMarked;
