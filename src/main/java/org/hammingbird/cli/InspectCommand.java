package org.hammingbird.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hammingbird.UserException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what image files hold, in the order in which they are named, on all cores. */
@Command(
    name = "inspect",
    description =
        "Prints what image files hold: format, size, every hash, the quality measures, or why a file cannot be used."
            + " Needs neither a database nor Spark, and ends well whatever the files hold.",
    mixinStandardHelpOptions = true,
    usageHelpWidth = 100,
    sortOptions = false)
final class InspectCommand implements Callable<Integer> {
  /** Files that may be finished before the one that is to be printed next. */
  private static final int AHEAD = 64;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", arity = "0..*", description = "Image files")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--files-from",
      paramLabel = "LIST",
      description =
          "File that names image files, one a line; - reads the names from standard input")
  private String list;

  @Option(
      names = "--conf-file",
      paramLabel = "FILE",
      description = "File of settings, of which those of group images apply")
  private String confFile;

  @Option(names = "--json", description = "Print one line of JSON for each file")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    if (files.isEmpty() && list == null) {
      throw new ParameterException(
          spec.commandLine(), "Nothing to inspect: name files, or a list with --files-from");
    }
    PrintWriter out = spec.commandLine().getOut();
    ExecutorService workers =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    Deque<Future<Inspection>> begun = new ArrayDeque<>();
    try (BufferedReader names = names()) {
      Inspector inspector =
          Inspector.of(
              Settings.load(
                  Collections.emptyMap(), Collections.emptyMap(), System.getenv(), confFile));
      for (String file : files) {
        begin(file, inspector, workers, begun, out);
      }
      for (String line = names.readLine(); line != null; line = names.readLine()) {
        if (!line.isEmpty()) {
          begin(line, inspector, workers, begun, out);
        }
      }
      while (!begun.isEmpty()) {
        print(begun.remove(), out);
      }
    } catch (IOException e) {
      throw new UserException("Cannot read " + list + ": " + e.getMessage(), e);
    } finally {
      workers.shutdownNow();
    }
    return ExitCode.OK;
  }

  private void begin(
      String file,
      Inspector inspector,
      ExecutorService workers,
      Deque<Future<Inspection>> begun,
      PrintWriter out)
      throws InterruptedException {
    if (begun.size() == AHEAD) {
      print(begun.remove(), out);
    }
    begun.add(workers.submit(() -> inspector.inspect(file)));
  }

  private void print(Future<Inspection> inspection, PrintWriter out) throws InterruptedException {
    try {
      out.println(json ? inspection.get().toJson() : inspection.get().toText());
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private BufferedReader names() throws IOException {
    if (list == null) {
      return new BufferedReader(Reader.nullReader());
    }
    if (list.equals("-")) {
      return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    }
    Path path = Path.of(list);
    if (!Files.isReadable(path)) {
      throw new UserException("There is no readable file " + list + " to take names from");
    }
    // names need not be UTF-8: such a one is not found, and the others are
    return new BufferedReader(
        new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8));
  }
}
