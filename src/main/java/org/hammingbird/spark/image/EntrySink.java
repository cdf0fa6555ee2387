package org.hammingbird.spark.image;

/** Takes an archive's entries in the order in which its directory has them. */
interface EntrySink {
  void entry(String name, EntryPlace place);
}
