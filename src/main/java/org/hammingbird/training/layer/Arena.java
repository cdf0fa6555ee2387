package org.hammingbird.training.layer;

import java.util.Map;
import java.util.TreeMap;

/**
 * Places of a graph's tensors in one block of memory, in bytes. Places that are released are given
 * out again, so that gradients of activations, which live for two operations each, share a few of
 * them that stay in the processor's cache.
 */
final class Arena {
  /** oneDNN's kernels like the length of a cache line. */
  static final int ALIGNMENT = 64;

  private final Map<Long, Long> sizes = new TreeMap<>();
  private final TreeMap<Long, Long> free = new TreeMap<>();
  private long end;

  /** A place that nothing else ever takes. */
  long fresh(long bytes) {
    long place = end;
    end += rounded(bytes);
    return place;
  }

  /** A place that {@link #release} gives back: the smallest free one that is large enough. */
  long temporary(long bytes) {
    long wanted = rounded(bytes);
    long place = -1;
    long room = Long.MAX_VALUE;
    for (Map.Entry<Long, Long> candidate : free.entrySet()) {
      if (candidate.getValue() >= wanted && candidate.getValue() < room) {
        place = candidate.getKey();
        room = candidate.getValue();
      }
    }
    if (place < 0) {
      place = fresh(wanted);
    } else {
      free.remove(place);
      if (room > wanted) {
        free.put(place + wanted, room - wanted);
      }
    }
    sizes.put(place, wanted);
    return place;
  }

  /** Gives a temporary place back; others are left alone. */
  void release(long place) {
    Long size = sizes.remove(place);
    if (size == null) {
      return;
    }
    Map.Entry<Long, Long> next = free.ceilingEntry(place);
    if (next != null && next.getKey() == place + size) {
      free.remove(next.getKey());
      size += next.getValue();
    }
    Map.Entry<Long, Long> previous = free.floorEntry(place);
    if (previous != null && previous.getKey() + previous.getValue() == place) {
      free.put(previous.getKey(), previous.getValue() + size);
    } else {
      free.put(place, size);
    }
  }

  /** Length of the whole block. */
  long size() {
    return end;
  }

  private static long rounded(long bytes) {
    return (Math.max(bytes, 1) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
