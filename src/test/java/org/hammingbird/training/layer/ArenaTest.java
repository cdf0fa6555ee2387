package org.hammingbird.training.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ArenaTest {
  @Test
  void placesThatAreReleasedAreGivenAgain() {
    Arena arena = new Arena();
    long lasting = arena.fresh(100);
    long first = arena.temporary(1000);
    long second = arena.temporary(1000);
    arena.release(first);

    assertThat(arena.temporary(500)).isEqualTo(first);
    assertThat(arena.temporary(400)).isEqualTo(first + 512);
    assertThat(lasting).isZero();
    assertThat(second).isEqualTo(128 + 1024);
    assertThat(arena.size()).isEqualTo(128 + 2 * 1024);
  }

  @Test
  void neighboursBecomeOnePlace() {
    Arena arena = new Arena();
    long a = arena.temporary(64);
    long b = arena.temporary(64);
    long c = arena.temporary(64);
    arena.release(a);
    arena.release(c);
    arena.release(b);

    assertThat(arena.temporary(192)).isEqualTo(a);
    assertThat(arena.size()).isEqualTo(192);
  }

  @Test
  void lastingPlacesAreNeverReleased() {
    Arena arena = new Arena();
    long lasting = arena.fresh(64);
    arena.release(lasting);

    assertThat(arena.temporary(64)).isNotEqualTo(lasting);
  }

  @Test
  void placesInUseNeverOverlap() {
    Random random = new Random(1);
    Arena arena = new Arena();
    List<long[]> inUse = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      if (!inUse.isEmpty() && random.nextInt(3) == 0) {
        arena.release(inUse.remove(random.nextInt(inUse.size()))[0]);
        continue;
      }
      int size = 1 + random.nextInt(2000);
      long place = random.nextInt(10) == 0 ? arena.fresh(size) : arena.temporary(size);
      assertThat(place % Arena.ALIGNMENT).isZero();
      assertThat(place + size).isLessThanOrEqualTo(arena.size());
      for (long[] other : inUse) {
        assertThat(place + size <= other[0] || other[0] + other[1] <= place).isTrue();
      }
      inUse.add(new long[] {place, size});
      if (inUse.size() > 20) {
        arena.release(inUse.remove(0)[0]);
      }
    }
  }
}
