package ryot.lab.results;

/**
 * The model file that was measured.
 *
 * @param name as the user named it
 * @param sha256 of the whole file, hexadecimal
 */
public record ModelIdentity(String name, String file, long sizeBytes, String sha256) {}
