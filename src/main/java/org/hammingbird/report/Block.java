package org.hammingbird.report;

/** A part of a section: the template knows each kind by its name. */
public interface Block {
  /** Name of the template's macro that writes the block. */
  String kind();
}
