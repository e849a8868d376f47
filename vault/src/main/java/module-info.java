/** ΣVAULT: an embedded, encrypted, crash-safe store of context that was processed once. */
module ryot.vault {
  requires static transitive org.jspecify;
  requires org.bouncycastle.provider;

  exports ryot.vault;
  exports ryot.vault.log;
  exports ryot.vault.seal;
  exports ryot.vault.storage;
}
