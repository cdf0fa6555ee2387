package org.hammingbird.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.text.StringEscapeUtils;
import org.apache.hadoop.conf.Configuration;

/**
 * As much of Amazon S3's REST interface as Hadoop's s3a asks for, with objects in memory: get by
 * range, head, put, copy, delete one and many, list. Signatures are not looked at, uploads in
 * several parts not served. Requests may be made slow or be refused.
 */
public final class S3Server implements AutoCloseable {
  private static final ZonedDateTime CHANGED =
      ZonedDateTime.of(2026, 1, 2, 3, 4, 5, 0, ZoneOffset.UTC);
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
  private static final Pattern KEY = Pattern.compile("<Key>([^<]*)</Key>");

  private final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger now = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final HttpServer server;
  private final long delayMillis;
  private volatile IntPredicate refused = number -> false;

  private S3Server(HttpServer server, long delayMillis) {
    this.server = server;
    this.delayMillis = delayMillis;
  }

  /**
   * Starts one on a free port of this machine.
   *
   * @param delayMillis before each answer
   */
  public static S3Server start(long delayMillis) throws IOException {
    // or headers and body wait for one another's acknowledgement, 40 ms
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
    S3Server server = new S3Server(http, delayMillis);
    http.createContext("/", server::handle);
    http.setExecutor(server.threads);
    http.start();
    return server;
  }

  /** Makes {@code s3a:} lead here. */
  public void configure(Configuration hadoop) {
    hadoop.set("fs.s3a.endpoint", "http://127.0.0.1:" + server.getAddress().getPort());
    hadoop.set("fs.s3a.path.style.access", "true");
    hadoop.set("fs.s3a.access.key", "anybody");
    hadoop.set("fs.s3a.secret.key", "nothing");
    hadoop.set(
        "fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
    hadoop.set("fs.s3a.endpoint.region", "us-east-1");
    // Amazon's client waits half a second and more before it asks again, Hadoop's as long as it is
    // told
    hadoop.set("fs.s3a.attempts.maximum", "1");
    hadoop.set("fs.s3a.retry.throttle.interval", "20ms");
    hadoop.set("fs.s3a.change.detection.version.required", "false");
  }

  /** Answers requests with 503 Slow Down where their number, from 1, is one of these. */
  public void refuse(IntPredicate numbers) {
    requests.set(0);
    refused = numbers;
  }

  public void put(String bucketAndKey, byte[] content) {
    objects.put(bucketAndKey, content);
  }

  /** Keys that begin so, bucket included. */
  public TreeSet<String> keys(String prefix) {
    return new TreeSet<>(objects.subMap(prefix, prefix + Character.MAX_VALUE).keySet());
  }

  /** The most requests that waited for their answers at one time. */
  public int mostAtOnce() {
    return most.get();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    most.accumulateAndGet(now.incrementAndGet(), Math::max);
    try {
      Thread.sleep(delayMillis);
      if (refused.test(requests.incrementAndGet())) {
        exchange.getRequestBody().readAllBytes();
        error(exchange, 503, "SlowDown");
      } else {
        answer(exchange);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      now.decrementAndGet();
      exchange.close();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring(1);
    Map<String, String> query = query(exchange);
    boolean isBucket =
        path.indexOf('/') < 0 || path.endsWith("/") && path.indexOf('/') == path.length() - 1;
    switch (exchange.getRequestMethod()) {
      case "HEAD":
      case "GET":
        if (!isBucket) {
          get(exchange, path);
        } else if (query.containsKey("prefix") || query.containsKey("list-type")) {
          list(exchange, path.replace("/", "") + "/", query);
        } else {
          send(exchange, 200, new byte[0]);
        }
        break;
      case "PUT":
        write(exchange, path);
        break;
      case "DELETE":
        objects.remove(path);
        send(exchange, 204, new byte[0]);
        break;
      case "POST":
        deleteAll(exchange, path.replace("/", "") + "/", query);
        break;
      default:
        error(exchange, 501, "NotImplemented");
    }
  }

  private void get(HttpExchange exchange, String path) throws IOException {
    byte[] content = objects.get(path);
    if (content == null) {
      error(exchange, 404, "NoSuchKey");
      return;
    }
    describe(exchange, content);
    String range = exchange.getRequestHeaders().getFirst("Range");
    Matcher bounds = RANGE.matcher(range == null ? "" : range);
    if (!bounds.matches()) {
      send(exchange, 200, content);
      return;
    }
    int from = Integer.parseInt(bounds.group(1));
    int to =
        bounds.group(2).isEmpty()
            ? content.length
            : (int) Math.min(content.length, Long.parseLong(bounds.group(2)) + 1);
    if (from >= to) {
      error(exchange, 416, "InvalidRange");
      return;
    }
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes " + from + "-" + (to - 1) + "/" + content.length);
    send(exchange, 206, Arrays.copyOfRange(content, from, to));
  }

  private void write(HttpExchange exchange, String path) throws IOException {
    String from = exchange.getRequestHeaders().getFirst("x-amz-copy-source");
    byte[] body = body(exchange);
    if (from == null) {
      objects.put(path, body);
      describe(exchange, body);
      send(exchange, 200, new byte[0]);
      return;
    }
    String source = URLDecoder.decode(from, UTF_8);
    byte[] content = objects.get(source.startsWith("/") ? source.substring(1) : source);
    if (content == null) {
      error(exchange, 404, "NoSuchKey");
      return;
    }
    objects.put(path, content);
    xml(
        exchange,
        200,
        "<CopyObjectResult><LastModified>"
            + CHANGED.format(DateTimeFormatter.ISO_INSTANT)
            + "</LastModified><ETag>"
            + tag(content)
            + "</ETag></CopyObjectResult>");
  }

  /** The request's body, taken out of the signed pieces in which the SDK may send it. */
  private static byte[] body(HttpExchange exchange) throws IOException {
    byte[] sent = exchange.getRequestBody().readAllBytes();
    String kind = exchange.getRequestHeaders().getFirst("x-amz-content-sha256");
    if (kind == null || !kind.startsWith("STREAMING-")) {
      return sent;
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int at = 0; ; ) {
      int end = at;
      while (sent[end] != '\r') {
        end++;
      }
      int length = Integer.parseInt(new String(sent, at, end - at, UTF_8).split(";")[0], 16);
      if (length == 0) {
        return body.toByteArray();
      }
      body.write(sent, end + 2, length);
      at = end + 2 + length + 2;
    }
  }

  private void deleteAll(HttpExchange exchange, String bucket, Map<String, String> query)
      throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    if (!query.containsKey("delete")) {
      error(exchange, 501, "NotImplemented");
      return;
    }
    Matcher keys = KEY.matcher(body);
    while (keys.find()) {
      objects.remove(bucket + StringEscapeUtils.unescapeXml(keys.group(1)));
    }
    xml(exchange, 200, "<DeleteResult/>");
  }

  /** All at once, however many may be asked for. */
  private void list(HttpExchange exchange, String bucket, Map<String, String> query)
      throws IOException {
    String prefix = query.getOrDefault("prefix", "");
    String delimiter = query.getOrDefault("delimiter", "");
    StringBuilder found = new StringBuilder();
    TreeSet<String> folders = new TreeSet<>();
    for (String full : keys(bucket + prefix)) {
      String key = full.substring(bucket.length());
      int end = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
      if (end >= 0) {
        folders.add(key.substring(0, end + 1));
      } else if (key.compareTo(query.getOrDefault("start-after", "")) > 0) {
        byte[] content = objects.get(full);
        found.append(
            String.format(
                "<Contents><Key>%s</Key><LastModified>%s</LastModified><ETag>%s</ETag><Size>%d</Size><StorageClass>STANDARD</StorageClass></Contents>",
                StringEscapeUtils.escapeXml10(key),
                CHANGED.format(DateTimeFormatter.ISO_INSTANT),
                tag(content),
                content.length));
      }
    }
    for (String folder : folders) {
      found.append("<CommonPrefixes><Prefix>").append(StringEscapeUtils.escapeXml10(folder));
      found.append("</Prefix></CommonPrefixes>");
    }
    xml(
        exchange,
        200,
        "<ListBucketResult><IsTruncated>false</IsTruncated>" + found + "</ListBucketResult>");
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> values = new HashMap<>();
    String query = exchange.getRequestURI().getRawQuery();
    for (String pair : query == null ? new String[0] : query.split("&")) {
      String[] parts = pair.split("=", 2);
      values.put(parts[0], parts.length == 1 ? "" : URLDecoder.decode(parts[1], UTF_8));
    }
    return values;
  }

  private static void describe(HttpExchange exchange, byte[] content) {
    exchange.getResponseHeaders().set("ETag", tag(content));
    exchange
        .getResponseHeaders()
        .set("Last-Modified", CHANGED.format(DateTimeFormatter.RFC_1123_DATE_TIME));
  }

  private static String tag(byte[] content) {
    return '"' + DigestUtils.md5Hex(content) + '"';
  }

  private static void error(HttpExchange exchange, int status, String code) throws IOException {
    xml(
        exchange,
        status,
        "<Error><Code>" + code + "</Code><Message>" + code + "</Message></Error>");
  }

  private static void xml(HttpExchange exchange, int status, String content) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    send(
        exchange,
        status,
        ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + content).getBytes(UTF_8));
  }

  private static void send(HttpExchange exchange, int status, byte[] content) throws IOException {
    boolean bodyless = exchange.getRequestMethod().equals("HEAD");
    if (bodyless) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
    }
    exchange.sendResponseHeaders(status, bodyless || content.length == 0 ? -1 : content.length);
    if (!bodyless && content.length > 0) {
      exchange.getResponseBody().write(content);
    }
  }
}
