package org.hammingbird.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hammingbird.UserException;

/**
 * Which processes use a database folder: the server, which writes its own id, and the program that
 * started it. Killing that program with SIGKILL leaves the server running, so the next start ends
 * it.
 */
final class ServerProcess {
  private static final long SECONDS_TO_STOP = 20;

  private final Path folder;

  ServerProcess(Path folder) {
    this.folder = folder;
  }

  /** The file that the server writes its process id to, and removes when it stops. */
  Path pidFile() {
    return folder.resolve("server.pid");
  }

  private Path ownerFile() {
    return folder.resolve("owner");
  }

  /** Takes the folder for this process; ends the server of an owner that is gone. */
  void claim() throws IOException {
    Optional<ProcessHandle> owner = owner().filter(this::isOther);
    if (owner.isPresent()) {
      throw new UserException(
          "The database folder "
              + folder
              + " is in use by process "
              + owner.get().pid()
              + ": wait for it, or choose another folder");
    }
    endOrphan();
    ProcessHandle self = ProcessHandle.current();
    Files.writeString(ownerFile(), self.pid() + "\n" + started(self) + "\n");
  }

  private boolean isOther(ProcessHandle process) {
    return process.pid() != ProcessHandle.current().pid();
  }

  /** The living process that claimed the folder last; another one with its number is not it. */
  private Optional<ProcessHandle> owner() throws IOException {
    if (Files.notExists(ownerFile())) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(ownerFile());
    if (lines.size() < 2) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines.get(0)))
        .filter(ProcessHandle::isAlive)
        .filter(process -> started(process).equals(lines.get(1)));
  }

  private void endOrphan() throws IOException {
    if (Files.notExists(pidFile())) {
      return;
    }
    String pid = Files.readString(pidFile()).trim();
    if (pid.matches("\\d{1,18}")) {
      ProcessHandle.of(Long.parseLong(pid)).filter(this::isServer).ifPresent(ServerProcess::end);
    }
    Files.deleteIfExists(pidFile());
  }

  /** Whether it is our server and not a later process with the same number. */
  private boolean isServer(ProcessHandle process) {
    return process
        .info()
        .command()
        .map(command -> command.startsWith(folder.toString()))
        .orElse(false);
  }

  private static void end(ProcessHandle process) {
    process.destroy();
    try {
      process.onExit().get(SECONDS_TO_STOP, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      process.destroyForcibly();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Waiting for process " + process.pid(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("unknown");
  }
}
