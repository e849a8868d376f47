package ryot.models;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Proxies as the environment names them ({@code https_proxy}, {@code http_proxy}, {@code
 * all_proxy}, {@code no_proxy}, in either case), else as Java's system properties do. A proxy that
 * wants a login is not supported. Addresses of this machine are always reached directly.
 */
final class EnvironmentProxies extends ProxySelector {

  private final Map<String, String> environment;
  private final @Nullable ProxySelector system;

  EnvironmentProxies(Map<String, String> environment, @Nullable ProxySelector system) {
    this.environment = environment;
    this.system = system;
  }

  @Override
  public List<Proxy> select(URI address) {
    String host = address.getHost() == null ? "" : address.getHost().toLowerCase(Locale.ROOT);
    if (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]")) {
      return List.of(Proxy.NO_PROXY);
    }
    Optional<Proxy> named =
        variable(address.getScheme() + "_proxy")
            .or(() -> variable("all_proxy"))
            .flatMap(EnvironmentProxies::proxy);
    if (named.isPresent()) {
      return List.of(exempt(host) ? Proxy.NO_PROXY : named.get());
    }
    return system == null ? List.of(Proxy.NO_PROXY) : system.select(address);
  }

  @Override
  public void connectFailed(URI address, SocketAddress proxy, IOException failure) {
    if (system != null) {
      system.connectFailed(address, proxy, failure);
    }
  }

  private boolean exempt(String host) {
    for (String entry : variable("no_proxy").orElse("").split(",")) {
      String suffix = entry.strip().toLowerCase(Locale.ROOT);
      String bare = suffix.startsWith(".") ? suffix.substring(1) : suffix;
      if (bare.equals("*")
          || (!bare.isEmpty() && (host.equals(bare) || host.endsWith("." + bare)))) {
        return true;
      }
    }
    return false;
  }

  private Optional<String> variable(String lowerCaseName) {
    return Optional.ofNullable(environment.get(lowerCaseName))
        .or(() -> Optional.ofNullable(environment.get(lowerCaseName.toUpperCase(Locale.ROOT))))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  private static Optional<Proxy> proxy(String text) {
    try {
      URI uri = URI.create(text.contains("://") ? text : "http://" + text);
      if (uri.getHost() == null || uri.getScheme().startsWith("socks")) {
        return Optional.empty();
      }
      int port = uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
      return Optional.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(uri.getHost(), port)));
    } catch (IllegalArgumentException e) {
      // A variable that names no proxy is as good as none: the connection itself will tell.
      return Optional.empty();
    }
  }
}
