package ryot.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EnvironmentProxiesTest {

  private static final URI HUB = URI.create("https://models.example.org/x");

  private static Proxy proxy(Map<String, String> environment, URI address) {
    return new EnvironmentProxies(environment, null).select(address).getFirst();
  }

  private static String named(Map<String, String> environment) {
    return proxy(environment, HUB).address() instanceof InetSocketAddress address
        ? address.getHostString() + ":" + address.getPort()
        : "none";
  }

  @Test
  void aVariableOfEitherCaseNamesTheProxy() {
    assertThat(named(Map.of("https_proxy", "http://proxy.example:3128")))
        .isEqualTo("proxy.example:3128");
    assertThat(named(Map.of("HTTPS_PROXY", "proxy.example:3128/"))).isEqualTo("proxy.example:3128");
    assertThat(named(Map.of("ALL_PROXY", "http://proxy.example"))).isEqualTo("proxy.example:80");
    assertThat(named(Map.of("http_proxy", "http://proxy.example"))).isEqualTo("none");
  }

  @Test
  void exemptHostsAreReachedDirectly() {
    for (String exempt :
        new String[] {"*", "example.org", ".example.org", "a, models.example.org"}) {
      assertThat(named(Map.of("https_proxy", "http://proxy", "no_proxy", exempt)))
          .isEqualTo("none");
    }
    assertThat(named(Map.of("https_proxy", "http://proxy", "no_proxy", "ample.org")))
        .isEqualTo("proxy:80");
  }

  @Test
  void thisMachineIsReachedDirectly() {
    assertThat(proxy(Map.of("http_proxy", "http://proxy"), URI.create("http://127.0.0.1:80/")))
        .isEqualTo(Proxy.NO_PROXY);
  }

  @Test
  void withoutAVariableTheSystemsProxyIsTaken() {
    ProxySelector system = ProxySelector.of(InetSocketAddress.createUnresolved("system", 81));

    assertThat(new EnvironmentProxies(Map.of(), system).select(HUB)).isEqualTo(system.select(HUB));
    assertThat(new EnvironmentProxies(Map.of("https_proxy", "no proxy"), system).select(HUB))
        .isEqualTo(system.select(HUB));
  }
}
