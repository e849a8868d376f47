package ryot.vault.seal;

/**
 * One of the ways to unlock a vault, as far as it may be shown.
 *
 * @param number what it is called by, from 1
 * @param kind what it opens with
 * @param cost what each attempt costs
 */
public record Slot(int number, Credential.Kind kind, Argon2Cost cost) {}
