/**
 * Reports for people: Markdown and terminal text, made of a {@link ryot.lab.results.DayReport}
 * alone. Never measures.
 */
@NullMarked
package ryot.lab.report;

import org.jspecify.annotations.NullMarked;
