package org.hammingbird.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A page in headless Chromium, driven by its DevTools protocol. Keeps what the page writes to the
 * console as errors, exceptions among them.
 */
final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] NAMES = {"chromium", "chromium-browser", "google-chrome"};

  private final Process process;
  private final WebSocket socket;
  private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
  private final BlockingQueue<JsonNode> loads = new LinkedBlockingQueue<>();
  private final List<String> errors = new ArrayList<>();
  private int calls;

  private Browser(Process process, URI page) {
    this.process = process;
    this.socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(page, new Messages()).join();
    for (String domain : List.of("Page", "Runtime", "Log")) {
      call(domain + ".enable", Map.of());
    }
  }

  /** Where the browser is, if it is installed. */
  static Optional<Path> program() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(folder -> Arrays.stream(NAMES).map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts it.
   *
   * @param profile an empty folder
   */
  static Browser start(Path program, Path profile) throws IOException {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--remote-allow-origins=*",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return new Browser(process, page(process));
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** The address by which the first page is driven, from what the browser says of itself. */
  private static URI page(Process process) throws IOException {
    BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith("DevTools listening on ws:")) {
        Thread drain = new Thread(() -> drain(said));
        drain.setDaemon(true);
        drain.start();
        URI browser = URI.create(line.substring(line.indexOf("ws:")));
        JsonNode pages =
            JSON.readTree(URI.create("http://" + browser.getAuthority() + "/json/list").toURL());
        return URI.create(pages.get(0).path("webSocketDebuggerUrl").asText());
      }
    }
    throw new IOException("The browser ended before it said where it listens");
  }

  /** Reads on, or the browser would wait for that. */
  private static void drain(BufferedReader said) {
    try {
      said.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      // closed with the process
    }
  }

  /** Opens a page, in so many pixels, and waits until it is loaded. */
  void open(URI address, int width, int height) {
    errors.clear();
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    loads.clear();
    call("Page.navigate", Map.of("url", address.toString()));
    next(loads);
  }

  /** The value of an expression, of a promise when it is fulfilled. */
  JsonNode evaluate(String expression) {
    JsonNode result =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError(result.path("exceptionDetails").toString());
    }
    return result.path("result").path("value");
  }

  /** A picture of the whole page. */
  byte[] screenshot() {
    return bytes(
        call("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true)));
  }

  /** The page on paper. */
  byte[] pdf() {
    return bytes(call("Page.printToPDF", Map.of("printBackground", false)));
  }

  /** What went wrong on the page that is open. */
  List<String> errors() {
    return errors;
  }

  JsonNode call(String method, Map<String, ?> parameters) {
    int id = ++calls;
    try {
      socket
          .sendText(
              JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)),
              true)
          .join();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
    JsonNode answer = next(answers);
    if (answer.path("id").asInt() != id || answer.has("error")) {
      throw new IllegalStateException(method + ": " + answer);
    }
    return answer.path("result");
  }

  private static byte[] bytes(JsonNode result) {
    return Base64.getDecoder().decode(result.path("data").asText());
  }

  private static JsonNode next(BlockingQueue<JsonNode> queue) {
    try {
      JsonNode next = queue.poll(60, TimeUnit.SECONDS);
      if (next == null) {
        throw new IllegalStateException("The browser has not answered for a minute");
      }
      return next;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    // by its own command, or it would leave its locks behind
    call("Browser.close", Map.of());
    socket.abort();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private final class Messages implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        receive(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    private void receive(String message) {
      try {
        JsonNode json = JSON.readTree(message);
        String method = json.path("method").asText();
        JsonNode parameters = json.path("params");
        if (json.has("id")) {
          answers.add(json);
        } else if (method.equals("Page.loadEventFired")) {
          loads.add(json);
        } else if (method.equals("Runtime.exceptionThrown")
            || method.equals("Runtime.consoleAPICalled")
                && parameters.path("type").asText().equals("error")
            || method.equals("Log.entryAdded")
                && parameters.path("entry").path("level").asText().equals("error")) {
          errors.add(parameters.toString());
        }
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
