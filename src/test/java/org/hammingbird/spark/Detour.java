package org.hammingbird.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A way to a server that can be cut off in the middle of an answer, and opened again. */
public final class Detour implements AutoCloseable {
  private final ServerSocket door;
  private final int server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong bytesLeft = new AtomicLong(Long.MAX_VALUE);
  private volatile boolean cut;

  private Detour(ServerSocket door, int server) {
    this.door = door;
    this.server = server;
  }

  /** A new port of this machine that leads to another one. */
  public static Detour to(int server) throws IOException {
    Detour detour = new Detour(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), server);
    run(detour::accept);
    return detour;
  }

  public int port() {
    return door.getLocalPort();
  }

  /** Lets so many bytes of answers through, and then nothing. */
  public void cutAfter(long bytes) {
    bytesLeft.set(bytes);
  }

  /** Whether it has been cut. */
  public boolean isCut() {
    return cut;
  }

  /** Lets everything through again. */
  public void mend() {
    bytesLeft.set(Long.MAX_VALUE);
    cut = false;
  }

  @Override
  public void close() throws IOException {
    door.close();
    hangUp();
  }

  private void accept() throws IOException {
    while (!door.isClosed()) {
      Socket client = door.accept();
      if (cut) {
        client.close();
        continue;
      }
      Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
      open.add(client);
      open.add(behind);
      run(() -> copy(client, behind, false));
      run(() -> copy(behind, client, true));
    }
  }

  private void copy(Socket from, Socket to, boolean counted) throws IOException {
    byte[] buffer = new byte[8192];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (counted && bytesLeft.addAndGet(-read) < 0) {
          cut = true;
          hangUp();
          return;
        }
        out.write(buffer, 0, read);
      }
    }
  }

  private void hangUp() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    open.clear();
  }

  private static void run(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // a connection has ended
              }
            },
            "detour");
    thread.setDaemon(true);
    thread.start();
  }

  private interface Work {
    void run() throws IOException;
  }
}
