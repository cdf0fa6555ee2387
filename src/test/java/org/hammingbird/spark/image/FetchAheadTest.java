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
    try (FetchAhead<Integer> ahead =
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
            IN_FLIGHT)) {
      while (ahead.hasNext()) {
        FetchAhead.Fetched<Integer> fetched = ahead.next();
        assertThat(fetched.file().content()).containsExactly(fetched.item());
        answered.add(fetched.item());
      }
      assertThatThrownBy(ahead::next).isInstanceOf(NoSuchElementException.class);
    }
    assertThat(answered).isEqualTo(items);
    assertThat(most.get()).isEqualTo(IN_FLIGHT);
  }

  @Test
  void aFailureBelongsToItsItemAlone() throws Exception {
    try (FetchAhead<Integer> ahead =
        new FetchAhead<>(items.iterator(), item -> () -> fileBut(item, 7), IN_FLIGHT)) {
      for (int item : items) {
        FetchAhead.Fetched<Integer> fetched = ahead.next();
        if (item == 7) {
          assertThatThrownBy(fetched::file)
              .isInstanceOf(ImageRejectedException.class)
              .hasMessageContaining("no seven");
        } else {
          assertThat(fetched.file().modified()).isEqualTo(item);
        }
      }
    }
  }

  @Test
  void withoutThreadsEachFileIsFetchedWhenItsTurnComes() throws Exception {
    List<Integer> fetchedItems = new ArrayList<>();
    Thread here = Thread.currentThread();
    try (FetchAhead<Integer> ahead =
        new FetchAhead<>(
            items.iterator(),
            item ->
                () -> {
                  assertThat(Thread.currentThread()).isSameAs(here);
                  fetchedItems.add(item);
                  return file(item);
                },
            0)) {
      for (int item : items) {
        assertThat(ahead.next().file().content()).containsExactly(item);
        assertThat(fetchedItems).hasSize(item + 1);
      }
      assertThat(ahead.hasNext()).isFalse();
    }
  }

  @Test
  void nothingIsFetchedOfNothing() {
    try (FetchAhead<Integer> ahead =
        new FetchAhead<>(Collections.emptyIterator(), item -> () -> file(item), 1)) {
      assertThat(ahead.hasNext()).isFalse();
    }
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
