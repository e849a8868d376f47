package ryot.models;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP server on bare sockets, so that it can do what no decent server does: cut connections,
 * lie about lengths, fall silent. One request a connection; what is answered is up to a handler.
 */
final class ScriptedServer implements AutoCloseable {

  /** Writes one answer, head and all. */
  interface Handler {
    void answer(Request request, Answer answer) throws IOException, InterruptedException;
  }

  /** What was asked; header names are in lower case. */
  record Request(String target, Map<String, String> headers) {

    Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** First byte asked for. */
    int from() {
      return header("Range")
          .map(range -> Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1")))
          .orElse(0);
    }
  }

  /** The connection that an answer is written to. */
  record Answer(OutputStream out) {

    void head(int status, String... headers) throws IOException {
      StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Whatever\r\n");
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      head.append("Connection: close\r\n\r\n");
      out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }

    void body(byte[] content, int from, int to) throws IOException {
      out.write(content, from, to - from);
      out.flush();
    }

    /** A well-behaved answer without a body. */
    void status(int status, String... headers) throws IOException {
      String[] all = Arrays.copyOf(headers, headers.length + 1);
      all[headers.length] = "Content-Length: 0";
      head(status, all);
    }

    /** What a well-behaved server with ranges answers, cut off before a byte if that is smaller. */
    void ranged(Request request, byte[] content, String tag, int cutBefore) throws IOException {
      boolean same = request.header("If-Range").map(tag::equals).orElse(true);
      int from = same ? request.from() : 0;
      if (from > 0) {
        head(
            206,
            "ETag: " + tag,
            "Content-Length: " + (content.length - from),
            "Content-Range: bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
      } else {
        head(200, "ETag: " + tag, "Content-Length: " + content.length);
      }
      body(content, from, Math.clamp(cutBefore, from, content.length));
    }
  }

  private final ServerSocket socket;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Handler handler;

  private ScriptedServer(ServerSocket socket, Handler handler) {
    this.socket = socket;
    this.handler = handler;
  }

  static ScriptedServer start(Handler handler) throws IOException {
    ScriptedServer server =
        new ScriptedServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), handler);
    Thread.ofVirtual().start(server::accept);
    return server;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  /** All requests so far, in order. */
  List<Request> requests() {
    return requests;
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = socket.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (IOException e) {
      // The end of a test closes the socket under the waiting thread.
      assert socket.isClosed();
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      Request request = read(new BufferedInputStream(connection.getInputStream()));
      requests.add(request);
      handler.answer(request, new Answer(connection.getOutputStream()));
    } catch (IOException | InterruptedException e) {
      // The client hung up, as it does when it does not like an answer.
      Thread.currentThread().interrupt();
    }
  }

  private static Request read(InputStream in) throws IOException {
    String target = line(in).split(" ")[1];
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Request(target, headers);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the client hung up");
      }
      line.append((char) next);
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
