package org.hammingbird.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.hammingbird.TestProcess;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Adds biases while the heap is collected without a pause, in a process that may die of it. */
class HoldingExecutionerIT {
  /** ND4J's own executioner dies within 4 to 22 s of this. */
  private static final int SECONDS = 25;

  private static final int THREADS = 6;

  @Test
  void aBroadcastOutlivesTheGarbageCollector() throws Exception {
    Process process = TestProcess.of(HoldingExecutionerIT.class, "-Xmx96m").start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("computed by " + HoldingExecutioner.class.getName());
    assertThat(output.lines().filter(line -> line.equals("right"))).hasSize(THREADS);
  }

  public static void main(String[] arguments) throws InterruptedException {
    Natives.use(1);
    System.out.println("computed by " + Nd4j.getExecutioner().getClass().getName());
    long end = System.nanoTime() + SECONDS * 1_000_000_000L;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      threads.add(new Thread(() -> addBiases(end)));
    }
    threads.forEach(Thread::start);
    while (System.nanoTime() < end) {
      System.gc();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void addBiases(long end) {
    INDArray rows = Nd4j.zeros(64, 10);
    INDArray bias = Nd4j.ones(1, 10);
    int times = 0;
    while (System.nanoTime() < end) {
      rows.addiRowVector(bias);
      times++;
    }
    boolean right = rows.minNumber().intValue() == times && rows.maxNumber().intValue() == times;
    System.out.println(right ? "right" : "wrong");
  }
}
