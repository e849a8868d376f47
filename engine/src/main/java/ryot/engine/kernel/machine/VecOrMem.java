package ryot.engine.kernel.machine;

/** What the manual writes as {@code ymm2/m256}: the operand that may lie in memory. */
sealed interface VecOrMem permits Vec, Mem {}
