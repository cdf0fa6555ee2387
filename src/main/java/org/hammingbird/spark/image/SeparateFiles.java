package org.hammingbird.spark.image;

import java.util.Iterator;
import java.util.function.Function;
import org.hammingbird.image.ImageRejectedException;

/** Files that each stand by themselves. */
final class SeparateFiles<T> implements FetchedFiles<T> {
  private final FetchAhead<T, FetchedFile> ahead;

  SeparateFiles(
      Iterator<T> items, Function<T, String> address, ImageFetcher fetcher, int inFlight) {
    ahead =
        new FetchAhead<>(items, (item, room) -> fetcher.fetch(address.apply(item), room), inFlight);
  }

  @Override
  public boolean hasNext() {
    return ahead.hasNext();
  }

  @Override
  public Fetched<T> next() {
    FetchAhead.Fetched<T, FetchedFile> next = ahead.next();
    return new Fetched<T>() {
      @Override
      public T item() {
        return next.item();
      }

      @Override
      public FetchedFile file() throws ImageRejectedException {
        return next.result();
      }
    };
  }

  @Override
  public void close() {
    ahead.close();
  }
}
