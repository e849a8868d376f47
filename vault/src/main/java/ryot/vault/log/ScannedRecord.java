package ryot.vault.log;

/**
 * A record as a scan meets it.
 *
 * @param note the beginning of its body that is the note
 */
record ScannedRecord(RecordHeader header, Place place, byte[] note) {}
