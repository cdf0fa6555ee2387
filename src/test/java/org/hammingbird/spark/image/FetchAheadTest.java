package org.hammingbird.spark.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hammingbird.image.ImageRejectedException;
import org.hammingbird.image.RejectCause;
import org.junit.jupiter.api.Test;

class FetchAheadTest {
  private static final int IN_FLIGHT = 4;

  private final List<Integer> items = IntStream.range(0, 50).boxed().collect(Collectors.toList());

  @Test
  void answersInOrderWithSoManyFetchesAtATime() throws Exception {
    CountDownLatch together = new CountDownLatch(IN_FLIGHT);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Integer> answered = new ArrayList<>();
    try (FetchAhead<Integer, FetchedFile> ahead =
        new FetchAhead<>(
            items.iterator(),
            item ->
                () -> {
                  most.accumulateAndGet(now.incrementAndGet(), Math::max);
                  together.countDown();
                  // passes only if as many are under way at once
                  assertThat(together.await(20, TimeUnit.SECONDS)).isTrue();
                  now.decrementAndGet();
                  return file(item);
                },
            FetchAheadTest::bytes,
            IN_FLIGHT)) {
      while (ahead.hasNext()) {
        FetchAhead.Fetched<Integer, FetchedFile> fetched = ahead.next();
        assertThat(fetched.result().content()).containsExactly(fetched.item());
        answered.add(fetched.item());
      }
      assertThatThrownBy(ahead::next).isInstanceOf(NoSuchElementException.class);
    }
    assertThat(answered).isEqualTo(items);
    assertThat(most.get()).isEqualTo(IN_FLIGHT);
  }

  @Test
  void aFailureBelongsToItsItemAlone() throws Exception {
    try (FetchAhead<Integer, FetchedFile> ahead =
        new FetchAhead<>(
            items.iterator(), item -> () -> fileBut(item, 7), FetchAheadTest::bytes, IN_FLIGHT)) {
      for (int item : items) {
        FetchAhead.Fetched<Integer, FetchedFile> fetched = ahead.next();
        if (item == 7) {
          assertThatThrownBy(fetched::result)
              .isInstanceOf(ImageRejectedException.class)
              .hasMessageContaining("no seven");
        } else {
          assertThat(fetched.result().modified()).isEqualTo(item);
        }
      }
    }
  }

  @Test
  void withoutThreadsEachFileIsFetchedWhenItsTurnComes() throws Exception {
    List<Integer> fetchedItems = new ArrayList<>();
    Thread here = Thread.currentThread();
    try (FetchAhead<Integer, FetchedFile> ahead =
        new FetchAhead<>(
            items.iterator(),
            item ->
                () -> {
                  assertThat(Thread.currentThread()).isSameAs(here);
                  fetchedItems.add(item);
                  return file(item);
                },
            FetchAheadTest::bytes,
            0)) {
      for (int item : items) {
        assertThat(ahead.next().result().content()).containsExactly(item);
        assertThat(fetchedItems).hasSize(item + 1);
      }
      assertThat(ahead.hasNext()).isFalse();
    }
  }

  @Test
  void nothingIsFetchedOfNothing() {
    try (FetchAhead<Integer, FetchedFile> ahead =
        new FetchAhead<>(
            Collections.emptyIterator(), item -> () -> file(item), FetchAheadTest::bytes, 1)) {
      assertThat(ahead.hasNext()).isFalse();
    }
  }

  @Test
  void fewerAreUnderWayWhereTheyAreLarge() throws Exception {
    AtomicInteger most = new AtomicInteger();
    AtomicInteger ahead = new AtomicInteger();
    try (FetchAhead<Integer, FetchedFile> large =
        new FetchAhead<>(
            items.iterator(),
            item ->
                () -> {
                  most.accumulateAndGet(ahead.incrementAndGet(), Math::max);
                  return file(item);
                },
            file -> 16L << 20,
            32)) {
      while (large.hasNext()) {
        large.next().result();
        ahead.decrementAndGet();
      }
    }
    assertThat(most.get()).as("of 16 MB each, 64 MB in all, and the one in use").isBetween(2, 5);
  }

  private static long bytes(FetchedFile file) {
    return file.content().length;
  }

  private static FetchedFile fileBut(int item, int bad) throws ImageRejectedException {
    if (item == bad) {
      throw new ImageRejectedException(RejectCause.NOT_FOUND, "no seven");
    }
    return file(item);
  }

  private static FetchedFile file(int item) {
    return new FetchedFile(new byte[] {(byte) item}, item);
  }
}
