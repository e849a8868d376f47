package ryot.lab.results;

import org.jspecify.annotations.Nullable;

/**
 * The system that was measured.
 *
 * @param kernels which kernels ran, in words
 * @param prompts how prompts were made, in words
 */
public record Subject(
    String name,
    String architecture,
    String kernels,
    int threads,
    String kvType,
    int contextLength,
    String prompts,
    @Nullable String note) {}
