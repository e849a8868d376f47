/**
 * What a day measures and what is demanded of it: experiments, iteration budgets, targets. Data
 * only; nothing here runs anything.
 */
@NullMarked
package ryot.lab.plan;

import org.jspecify.annotations.NullMarked;
