package org.hammingbird.spark.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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
            (item, room) -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              together.countDown();
              // passes only if as many are under way at once
              assertThat(together.await(20, TimeUnit.SECONDS)).isTrue();
              now.decrementAndGet();
              return file(item);
            },
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
        new FetchAhead<>(items.iterator(), (item, room) -> fileBut(item, 7), IN_FLIGHT)) {
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
            (item, room) -> {
              assertThat(Thread.currentThread()).isSameAs(here);
              room.take(FetchAhead.MOST_BYTES);
              fetchedItems.add(item);
              return file(item);
            },
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
        new FetchAhead<>(Collections.emptyIterator(), (item, room) -> file(item), 1)) {
      assertThat(ahead.hasNext()).isFalse();
    }
  }

  /** Small files first, from which nobody could tell that large ones follow. */
  @Test
  void whatIsUnderWayTakesNoMoreMemoryThanStated() throws Exception {
    AtomicLong now = new AtomicLong();
    AtomicLong most = new AtomicLong();
    Random random = new Random(5);
    long[] bytes =
        items.stream()
            .mapToLong(
                item -> item < 20 ? 1000 : (1 + random.nextInt(8)) * (FetchAhead.MOST_BYTES / 8))
            .toArray();
    try (FetchAhead<Integer, FetchedFile> ahead =
        new FetchAhead<>(
            items.iterator(),
            (item, room) -> {
              room.take(bytes[item]);
              most.accumulateAndGet(now.addAndGet(bytes[item]), Math::max);
              return file(item);
            },
            32)) {
      for (int item : items) {
        FetchAhead.Fetched<Integer, FetchedFile> next = ahead.next();
        assertThat(next.result().content()).containsExactly(item);
        now.addAndGet(-bytes[item]);
      }
    }
    assertThat(most.get()).isLessThanOrEqualTo(2 * FetchAhead.MOST_BYTES);
  }

  /** A file larger than all that may be under way is fetched when its turn comes. */
  @Test
  void oneFileIsAlwaysAllowed() throws Exception {
    AtomicInteger begun = new AtomicInteger();
    try (FetchAhead<Integer, FetchedFile> ahead =
        new FetchAhead<>(
            items.iterator(),
            (item, room) -> {
              room.take(2 * FetchAhead.MOST_BYTES);
              begun.incrementAndGet();
              return file(item);
            },
            IN_FLIGHT)) {
      for (int item : items) {
        assertThat(ahead.next().result().content()).containsExactly(item);
        assertThat(begun.get()).as("not ahead of its turn").isEqualTo(item + 1);
      }
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
