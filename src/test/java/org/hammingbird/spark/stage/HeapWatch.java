package org.hammingbird.spark.stage;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** The most of this process's memory that was in use. */
final class HeapWatch {
  private final AtomicLong most = new AtomicLong();

  private HeapWatch() {}

  static HeapWatch start() {
    HeapWatch watch = new HeapWatch();
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector)
          .addNotificationListener(
              (notification, none) -> watch.collected((CompositeData) notification.getUserData()),
              null,
              null);
    }
    return watch;
  }

  private void collected(CompositeData data) {
    long used = 0;
    for (MemoryUsage pool :
        GarbageCollectionNotificationInfo.from(data).getGcInfo().getMemoryUsageAfterGc().values()) {
      used += pool.getUsed();
    }
    most.accumulateAndGet(used, Math::max);
  }

  /** After a collection, classes and compiled code among it. */
  long megabytes() {
    return most.get() >> 20;
  }

  /** Of the whole process, as Linux has it. */
  static long residentMegabytes() throws IOException {
    return Files.readAllLines(Paths.get("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10)
        .findFirst()
        .orElse(0);
  }
}
