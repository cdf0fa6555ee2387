package org.hammingbird.spark.image;

import java.util.Iterator;
import org.hammingbird.image.ImageRejectedException;

/**
 * The files of a task's items, in their order; close it to end what is still under way.
 *
 * @param <T> what a file is fetched for
 */
public interface FetchedFiles<T> extends Iterator<FetchedFiles.Fetched<T>>, AutoCloseable {
  @Override
  void close();

  /** An item and its file, which may still be on its way. */
  interface Fetched<T> {
    T item();

    /**
     * The file, as soon as it is there.
     *
     * @throws ImageRejectedException where it cannot be had
     */
    FetchedFile file() throws ImageRejectedException;
  }
}
