package org.hammingbird.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A part of the report with a heading: what a stage found, or that it has not run. Immutable.
 * Findings are whole sentences, repeated at the head of the page.
 */
public final class Section {
  private final String id;
  private final String title;
  private final String lead;
  private final boolean empty;
  private final List<Finding> findings;
  private final List<Block> blocks;

  private Section(
      String id,
      String title,
      String lead,
      boolean empty,
      List<Finding> findings,
      List<Block> blocks) {
    this.id = Objects.requireNonNull(id);
    this.title = Objects.requireNonNull(title);
    this.lead = Objects.requireNonNull(lead);
    this.empty = empty;
    this.findings = Collections.unmodifiableList(findings);
    this.blocks = Collections.unmodifiableList(blocks);
  }

  /**
   * @param id for links within the page: of this section alone, without spaces
   * @param lead a sentence on what the section shows and how to read it
   */
  public static Section of(String id, String title, String lead) {
    return new Section(id, title, lead, false, new ArrayList<>(), new ArrayList<>());
  }

  /** A section that says which stage has to run before it has something to show. */
  public static Section missing(String id, String title, String stage) {
    return empty(
        id, title, "Not there yet: the stage " + stage + " has not run on this workspace.");
  }

  /** A section with nothing to show, and a sentence on what there could be. */
  static Section empty(String id, String title, String sentence) {
    return new Section(id, title, sentence, true, new ArrayList<>(), new ArrayList<>());
  }

  public Section withFinding(String sentence) {
    return withFinding(Finding.Topic.OTHER, sentence);
  }

  /** This section with a finding that a study may have as well. */
  Section withFinding(Finding.Topic topic, String sentence) {
    List<Heading> headings = headings();
    String part = headings.isEmpty() ? "" : headings.get(headings.size() - 1).id();
    List<Finding> more = new ArrayList<>(findings);
    more.add(new Finding(sentence, topic, part));
    return new Section(id, title, lead, empty, more, blocks);
  }

  public Section with(Block block) {
    List<Block> more = new ArrayList<>(blocks);
    more.add(block);
    return new Section(id, title, lead, empty, findings, more);
  }

  /** This section with the first groups of each gallery alone. */
  Section withGalleriesOf(int groups) {
    List<Block> fewer = new ArrayList<>();
    for (Block block : blocks) {
      fewer.add(block instanceof Gallery ? ((Gallery) block).first(groups) : block);
    }
    return new Section(id, title, lead, empty, findings, fewer);
  }

  public String id() {
    return id;
  }

  public String title() {
    return title;
  }

  public String lead() {
    return lead;
  }

  /** Whether the section's stage has not run. */
  public boolean empty() {
    return empty;
  }

  public List<String> findings() {
    return findings.stream().map(Finding::sentence).collect(Collectors.toList());
  }

  /** The same with the questions that they answer. */
  List<Finding> found() {
    return findings;
  }

  public List<Block> blocks() {
    return blocks;
  }

  /** Of its parts, in their order; none in most sections. */
  public List<Heading> headings() {
    return blocks.stream()
        .filter(block -> block instanceof Heading)
        .map(block -> (Heading) block)
        .collect(Collectors.toList());
  }
}
