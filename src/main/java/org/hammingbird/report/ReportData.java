package org.hammingbird.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Everything that a report shows. Immutable. */
public final class ReportData {
  private static final int MOST_MANIFESTS = 60;

  private final String workspace;
  private final String created;
  private final String program;
  private final List<Section> sections;
  private final List<Manifest> manifests;

  /**
   * @param workspace its URI
   * @param created when, in words
   * @param program name and version of what made it
   * @param manifests of the last run of each stage and name, the newest last
   */
  public ReportData(
      String workspace,
      String created,
      String program,
      List<Section> sections,
      List<Manifest> manifests) {
    this.workspace = Text.clipped(workspace, 300);
    this.created = Objects.requireNonNull(created);
    this.program = Objects.requireNonNull(program);
    this.sections = List.copyOf(sections);
    this.manifests = List.copyOf(manifests);
  }

  public String workspace() {
    return workspace;
  }

  public String created() {
    return created;
  }

  public String program() {
    return program;
  }

  public List<Section> sections() {
    return sections;
  }

  /** The newest of them. */
  public List<Manifest> manifests() {
    return manifests.subList(manifestsLeftOut(), manifests.size());
  }

  /** How many others there are. */
  public int manifestsLeftOut() {
    return Math.max(0, manifests.size() - MOST_MANIFESTS);
  }

  /** All that the page opens with: the study's findings, then those about the collection. */
  public List<String> findings() {
    List<String> findings = new ArrayList<>();
    answers().forEach(answer -> findings.addAll(answer.sentences()));
    findings.addAll(aboutTheCollection());
    return findings;
  }

  /** The study's findings, by its parts; none without a study. */
  public List<Answer> answers() {
    List<Answer> answers = new ArrayList<>();
    for (Section section : sections) {
      for (Heading heading : section.headings()) {
        List<String> sentences =
            section.found().stream()
                .filter(finding -> finding.part().equals(heading.id()))
                .map(Finding::sentence)
                .collect(Collectors.toList());
        if (!sentences.isEmpty()) {
          answers.add(new Answer(heading, sentences));
        }
      }
    }
    return answers;
  }

  /** The other sections' findings, in their order, but for what the study answers as well. */
  public List<String> aboutTheCollection() {
    return sections.stream()
        .flatMap(section -> section.found().stream())
        .filter(finding -> finding.part().isEmpty() && !isAnswered(finding))
        .map(Finding::sentence)
        .collect(Collectors.toList());
  }

  /** A section's findings that the page does not open with: the study's answer stands there. */
  public List<String> leftOut(Section section) {
    return section.found().stream()
        .filter(finding -> finding.part().isEmpty() && isAnswered(finding))
        .map(Finding::sentence)
        .collect(Collectors.toList());
  }

  private boolean isAnswered(Finding finding) {
    return finding.topic() != Finding.Topic.OTHER
        && sections.stream()
            .flatMap(section -> section.found().stream())
            .anyMatch(other -> !other.part().isEmpty() && other.topic() == finding.topic());
  }

  /** Groups of the largest gallery. */
  int largestGallery() {
    return sections.stream()
        .flatMap(section -> section.blocks().stream())
        .filter(block -> block instanceof Gallery)
        .mapToInt(block -> ((Gallery) block).groups().size())
        .max()
        .orElse(0);
  }

  /** This report with the first groups of each gallery alone. */
  ReportData withGalleriesOf(int groups) {
    List<Section> fewer = new ArrayList<>();
    sections.forEach(section -> fewer.add(section.withGalleriesOf(groups)));
    return new ReportData(workspace, created, program, fewer, manifests);
  }

  /** The sections' charts, in the order in which the page numbers them. */
  List<Chart> charts() {
    List<Chart> charts = new ArrayList<>();
    for (Section section : sections) {
      for (Block block : section.blocks()) {
        if (block instanceof Chart) {
          charts.add((Chart) block);
        }
      }
    }
    return Collections.unmodifiableList(charts);
  }

  /** One run's manifest. */
  public static final class Manifest {
    private static final int LONGEST = 20_000;

    private final String title;
    private final String summary;
    private final boolean failed;
    private final String json;

    public Manifest(String title, String summary, boolean failed, String json) {
      this.title = Text.clipped(title);
      this.summary = Text.clipped(summary);
      this.failed = failed;
      this.json = Text.clipped(json, LONGEST);
    }

    public String title() {
      return title;
    }

    public String summary() {
      return summary;
    }

    public boolean failed() {
      return failed;
    }

    public String json() {
      return json;
    }
  }
}
