package org.hammingbird.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Time and pixels, with decoders that are as slow as a test wants them to be. */
@Timeout(60)
class DecodeLimitsTest {
  private static final byte[] GIF = Golden.read("palette.gif");
  private static final byte[] PNG = Golden.read("rgb.png");

  @Test
  void givesUpAnImageThatTakesTooLongAndDecodesTheNext() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    AtomicReference<Throwable> ended = new AtomicReference<>();
    CountDownLatch end = new CountDownLatch(1);
    ImageDecoder decoder =
        new ImageDecoder(
            DecodeSettings.defaults().withMaxSeconds(1),
            (format, route, stop) ->
                new Slow(
                    format,
                    opened.incrementAndGet() == 1 ? () -> spin(stop, ended, end) : () -> {}));

    ImageRejectedException rejected =
        catchThrowableOfType(ImageRejectedException.class, () -> decoder.decode(GIF));

    assertThat(rejected.rejectCause()).isEqualTo(RejectCause.TIMEOUT);
    assertThat(rejected.detail()).isEqualTo("Decoding gif took more than 1 s");
    assertThat(decoder.decode(GIF).raster().width()).isEqualTo(400);
    assertThat(end.await(10, TimeUnit.SECONDS)).as("the thread given up has ended").isTrue();
    assertThat(ended.get()).hasMessageContaining("given up");
  }

  /** A loop that looks at the file now and then, as decoders do. */
  private static void spin(StopSign stop, AtomicReference<Throwable> ended, CountDownLatch end)
      throws IOException {
    try {
      while (true) {
        stop.check();
        Thread.onSpinWait();
      }
    } catch (IOException e) {
      ended.set(e);
      throw e;
    } finally {
      end.countDown();
    }
  }

  @Test
  void keepsTheRoomOfAnImageThatWasGivenUpUntilItsThreadEnds() throws Exception {
    CountDownLatch deaf = new CountDownLatch(1);
    PixelBudget budget = PixelBudget.ofJvm(160_001);
    ImageDecoder decoder =
        new ImageDecoder(
            DecodeSettings.defaults().withMaxSeconds(1).withMaxPixelsAtOnce(160_001),
            (format, route, stop) -> new Slow(format, () -> awaitDeaf(deaf)));
    assertThatThrownBy(() -> decoder.decode(GIF)).hasMessageContaining("took more than 1 s");

    assertThatThrownBy(() -> budget.claim(160_000, 1))
        .isInstanceOf(ImageRejectedException.class)
        .hasMessageContaining("Waited 1 s for room for 160000 pixels")
        .hasMessageContaining("given up");
    deaf.countDown();
    budget.claim(160_000, 10).leave();
  }

  /** Listens neither to interrupts nor to the sign. */
  private static void awaitDeaf(CountDownLatch latch) {
    while (true) {
      try {
        latch.await();
        return;
      } catch (InterruptedException e) {
        // deaf
      }
    }
  }

  @Test
  void holdsTheRoomWhileTheImageIsUsed() throws Exception {
    PixelBudget budget = PixelBudget.ofJvm(160_002);
    ImageDecoder decoder =
        new ImageDecoder(
            DecodeSettings.defaults().withMaxPixelsAtOnce(160_002),
            (format, route, stop) -> new Slow(format, () -> {}));

    FutureTask<PixelBudget.Claim> other = new FutureTask<>(() -> budget.claim(160_000, 1));
    decoder.decode(
        GIF,
        image -> {
          new Thread(other).start();
          // longer than the seconds that an image given up would be waited for
          assertThatThrownBy(() -> other.get(1500, TimeUnit.MILLISECONDS))
              .isInstanceOf(TimeoutException.class);
          return image.width();
        });

    other.get(10, TimeUnit.SECONDS).leave();
    assertThatThrownBy(
            () ->
                decoder.decode(
                    GIF,
                    image -> {
                      throw new IllegalStateException("user's");
                    }))
        .isInstanceOf(IllegalStateException.class);
    budget.claim(160_000, 10).leave();
  }

  @Test
  void decodesAnImageLargerThanTheBudgetAlone() throws Exception {
    PixelBudget budget = new PixelBudget(100_000);

    PixelBudget.Claim all = budget.claim(50_000_000, 1);

    FutureTask<PixelBudget.Claim> other = new FutureTask<>(() -> budget.claim(70_000, 1));
    new Thread(other).start();
    assertThatThrownBy(() -> other.get(100, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    budget.claim(PixelBudget.SMALL, 1).leave();
    all.leave();
    other.get(10, TimeUnit.SECONDS).leave();
  }

  /** Eight at once, each of which holds most of the budget for a while: all have their turn. */
  @Test
  void rejectsNoImageForThoseDecodedBesideIt() throws Exception {
    PixelBudget budget = new PixelBudget(100_000);
    AtomicInteger holding = new AtomicInteger();
    List<FutureTask<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      tasks.add(
          new FutureTask<>(
              () -> {
                PixelBudget.Claim claim = budget.claim(80_000, 1);
                int together = holding.incrementAndGet();
                Thread.sleep(160);
                holding.decrementAndGet();
                claim.leave();
                return together;
              }));
    }

    tasks.forEach(task -> new Thread(task).start());

    for (FutureTask<Integer> task : tasks) {
      assertThat(task.get(20, TimeUnit.SECONDS)).isEqualTo(1);
    }
  }

  @Test
  void keepsNoRoomForACallThatWasGivenUpBeforeItBegan() throws Exception {
    PixelBudget budget = new PixelBudget(100_000);
    PixelBudget.Claim claim = budget.claim(100_000, 1);
    claim.leave();

    assertThat(claim.begin()).isFalse();
    budget.claim(100_000, 1).leave();
  }

  @Test
  void stopsWaitingWhenItsTaskIsEnded() {
    ImageDecoder decoder =
        new ImageDecoder(
            DecodeSettings.defaults(),
            (format, route, stop) -> new Slow(format, () -> Thread.sleep(20_000)));
    Thread.currentThread().interrupt();

    ImageRejectedException rejected =
        catchThrowableOfType(ImageRejectedException.class, () -> decoder.decode(GIF));

    assertThat(Thread.interrupted()).as("the thread stays interrupted").isTrue();
    assertThat(rejected.rejectCause()).isEqualTo(RejectCause.UNREADABLE);
  }

  @Test
  void decodesInTheCallingThreadWhatIsSureToEndSoon() throws Exception {
    AtomicReference<Thread> thread = new AtomicReference<>();
    ImageDecoder decoder =
        new ImageDecoder(
            DecodeSettings.defaults(),
            (format, route, stop) -> new Slow(format, () -> thread.set(Thread.currentThread())));

    decoder.decode(PNG);
    assertThat(thread.get()).isSameAs(Thread.currentThread());
    decoder.decode(GIF);
    assertThat(thread.get()).isNotSameAs(Thread.currentThread());
  }

  @Test
  void errorsOfADecoderBecomeRejections() throws Exception {
    Error[] errors = {
      new StackOverflowError(), new AssertionError(), new InternalError(), new OutOfMemoryError()
    };
    for (Error error : errors) {
      ImageDecoder decoder =
          new ImageDecoder(
              DecodeSettings.defaults(),
              (format, route, stop) ->
                  new Slow(
                      format,
                      () -> {
                        throw error;
                      }));

      for (byte[] file : new byte[][] {GIF, PNG}) {
        assertThat(
                catchThrowableOfType(ImageRejectedException.class, () -> decoder.decode(file))
                    .rejectCause())
            .isEqualTo(
                error instanceof OutOfMemoryError ? RejectCause.TOO_LARGE : RejectCause.CORRUPT);
      }
    }
  }

  @Test
  void anImageThatThereIsNoMemoryToUseIsTooLarge() throws Exception {
    ImageDecoder decoder = new ImageDecoder();

    ImageRejectedException rejected =
        catchThrowableOfType(
            ImageRejectedException.class,
            () ->
                decoder.decode(
                    PNG,
                    image -> {
                      throw new OutOfMemoryError("Java heap space");
                    }));

    assertThat(rejected.rejectCause()).isEqualTo(RejectCause.TOO_LARGE);
    assertThat(rejected.detail()).contains("Not enough memory").contains("Java heap space");
    assertThat(decoder.decode(PNG).raster().width()).isPositive();
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  /** An image of 400x400 whose decoding is up to the test; a PNG's is said to end soon. */
  private static final class Slow implements FormatDecoder, PendingImage {
    private final ImageFormat format;
    private final Work work;

    private Slow(ImageFormat format, Work work) {
      this.format = format;
      this.work = work;
    }

    @Override
    public PendingImage open(byte[] file) {
      return this;
    }

    @Override
    public long width() {
      return 400;
    }

    @Override
    public long height() {
      return 400;
    }

    @Override
    public long effort() {
      return format == ImageFormat.PNG ? 160_000 : Long.MAX_VALUE;
    }

    @Override
    public Raster decode() throws IOException {
      try {
        work.run();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return new Raster(400, 400, 1, new byte[160_000]);
    }

    @Override
    public void dispose() {}
  }
}
