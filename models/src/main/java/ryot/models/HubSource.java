package ryot.models;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import org.jspecify.annotations.Nullable;

/**
 * A file of a model hub, at {@code HUB/OWNER/NAME/resolve/REVISION/FILE}. A lost connection is
 * taken up where it broke; a hub that cannot be reached at all is given up at once.
 */
final class HubSource implements ModelSource {

  private final URI hub;
  private final SourceRef.Hub ref;
  private final ProxySelector proxies;
  private final TransferPolicy policy;

  HubSource(URI hub, SourceRef.Hub ref, ProxySelector proxies, TransferPolicy policy) {
    this.hub = hub;
    this.ref = ref;
    this.proxies = proxies;
    this.policy = policy;
  }

  @Override
  public String description() {
    return "hub " + hub;
  }

  @Override
  public String byHand() {
    return "download " + address();
  }

  @Override
  public Fingerprint fill(PartFile part, @Nullable Fingerprint expected, PullProgress progress)
      throws IOException, InterruptedException {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(policy.connectTimeout())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .proxy(proxies)
            .build();
    try {
      return new HubTransfer(description(), address(), client, policy, part, progress)
          .run(expected);
    } finally {
      client.shutdownNow();
    }
  }

  private URI address() {
    String path =
        hub.getPath() + "/" + ref.repository() + "/resolve/" + ref.revision() + "/" + ref.file();
    try {
      return new URI(hub.getScheme(), hub.getAuthority(), path, null, null);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("no address can be made of " + hub + path, e);
    }
  }
}
