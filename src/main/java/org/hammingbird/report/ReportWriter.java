package org.hammingbird.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import freemarker.core.HTMLOutputFormat;
import freemarker.template.Configuration;
import freemarker.template.DefaultObjectWrapperBuilder;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes a report as one HTML file that needs no network: style, scripts, data and pictures are
 * inside it. Text is escaped by the template engine, and the page's own policy (CSP) forbids it to
 * load anything, so that a label cannot make it do so either.
 */
public final class ReportWriter {
  /** The largest report, in bytes. */
  public static final int LIMIT = 10_000_000;

  private static final String CHARTS = "/META-INF/resources/webjars/echarts/5.5.0/echarts.min.js";

  private ReportWriter() {}

  /**
   * The page in UTF-8. Where it would exceed {@link #LIMIT}, galleries are shortened, half and half
   * again, and say so.
   *
   * @throws IllegalStateException where it would exceed the limit without pictures
   */
  public static byte[] html(ReportData report) {
    byte[] page = page(report);
    int groups = report.largestGallery();
    while (page.length > LIMIT && groups > 0) {
      groups /= 2;
      page = page(report.withGalleriesOf(groups));
    }
    if (page.length > LIMIT) {
      throw new IllegalStateException(
          "The report has " + page.length + " bytes (must be at most " + LIMIT + ")");
    }
    return page;
  }

  private static byte[] page(ReportData report) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("report", report);
    model.put("style", resource("report.css"));
    model.put("script", resource("report.js"));
    model.put("library", script(resource(CHARTS)));
    model.put("charts", chartData(report));
    StringWriter out = new StringWriter();
    try {
      template().process(model, out);
    } catch (TemplateException | IOException e) {
      throw new IllegalStateException("Cannot write the report", e);
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Template template() throws IOException {
    Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
    configuration.setClassForTemplateLoading(ReportWriter.class, "");
    configuration.setDefaultEncoding("UTF-8");
    configuration.setLocale(Locale.ROOT);
    configuration.setOutputFormat(HTMLOutputFormat.INSTANCE);
    configuration.setLogTemplateExceptions(false);
    configuration.setTemplateExceptionHandler(
        freemarker.template.TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setObjectWrapper(
        new DefaultObjectWrapperBuilder(Configuration.VERSION_2_3_34).build());
    return configuration.getTemplate("report.ftlh");
  }

  private static String chartData(ReportData report) {
    try {
      return script(
          new ObjectMapper()
              .writeValueAsString(
                  report.charts().stream().map(Chart::data).collect(Collectors.toList())));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Text that may stand in a script element: without what could end it or begin a comment. The
   * escapes mean the same within JSON and within a script's string and pattern literals, the only
   * places where these characters follow one another.
   */
  private static String script(String text) {
    return text.replace("</", "<\\/")
        .replace("<!--", "\\u003c!--")
        .replace("<script", "\\u003cscript");
  }

  private static String resource(String name) {
    try (InputStream in = ReportWriter.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The program lacks its resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
