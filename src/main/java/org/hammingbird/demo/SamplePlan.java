package org.hammingbird.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Who is who in a sample collection, decided before anything is drawn: ids in random order, classes
 * in equal shares, a quarter of the images in the test split.
 */
final class SamplePlan {
  /** One row of the label file. */
  static final class Row {
    final long id;
    final Subject subject;
    final boolean test;
    final long seed;
    final Flaw flaw;
    final Fault fault;
    final List<Copy> copies = new ArrayList<>();

    private Row(long id, Subject subject, boolean test, long seed, Flaw flaw, Fault fault) {
      this.id = id;
      this.subject = subject;
      this.test = test;
      this.seed = seed;
      this.flaw = flaw;
      this.fault = fault;
    }
  }

  /** A near-duplicate of the row that holds it. */
  static final class Copy {
    final long id;
    final Subject labelledAs;
    final boolean test;
    final Edit edit;
    final long seed;

    private Copy(long id, Subject labelledAs, boolean test, Edit edit, long seed) {
      this.id = id;
      this.labelledAs = labelledAs;
      this.test = test;
      this.edit = edit;
      this.seed = seed;
    }
  }

  private static final Subject[] SUBJECTS = Subject.values();

  private final Random random;
  private final List<Long> ids = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();

  SamplePlan(int count, long seed) {
    this.random = new Random(seed);
    for (long id = 1; id <= count; id++) {
      ids.add(id);
    }
    Collections.shuffle(ids, random);
    int faults = Math.max(Fault.values().length, count / 275);
    int flaws = count * 6 / 100;
    int within = count * 3 / 100;
    int across = count * 15 / 1000;
    int conflicts = Math.max(2, count * 6 / 1000);
    int drawn = count - faults - within - across - conflicts;
    for (int i = 0; i < drawn; i++) {
      Flaw flaw = i < flaws ? Flaw.values()[i % Flaw.values().length] : null;
      // by i / flaws' kinds as well, so that each flaw meets each class
      rows.add(row(SUBJECTS[(i + i / SUBJECTS.length) % SUBJECTS.length], flaw, null));
    }
    for (int i = 0; i < faults; i++) {
      rows.add(row(SUBJECTS[i % SUBJECTS.length], null, Fault.values()[i % Fault.values().length]));
    }
    copy(rows.subList(flaws, drawn), within, across, conflicts);
  }

  /** Every row but the copies, which are found in what they are copies of. */
  List<Row> rows() {
    return rows;
  }

  private Row row(Subject subject, Flaw flaw, Fault fault) {
    return new Row(nextId(), subject, random.nextInt(4) == 0, random.nextLong(), flaw, fault);
  }

  /** Hands out copies to different rows; every fifth of those inside a split gets two. */
  private void copy(List<Row> sound, int within, int across, int conflicts) {
    int next = 0;
    for (int i = 0; i < within; i++) {
      Row of = sound.get(i % 5 == 4 ? next - 1 : next++);
      of.copies.add(copyOf(of, of.subject, of.test, i));
    }
    for (int i = 0; i < across; i++) {
      Row of = sound.get(next++);
      of.copies.add(copyOf(of, of.subject, !of.test, i));
    }
    for (int i = 0; i < conflicts; i++) {
      Row of = sound.get(next++);
      int step = 1 + random.nextInt(SUBJECTS.length - 1);
      Subject wrong = SUBJECTS[(of.subject.ordinal() + step) % SUBJECTS.length];
      of.copies.add(copyOf(of, wrong, i % 2 == 0 ? of.test : !of.test, i));
    }
  }

  private Copy copyOf(Row of, Subject labelledAs, boolean test, int turn) {
    Edit edit = Edit.values()[(turn + turn / Edit.values().length) % Edit.values().length];
    return new Copy(nextId(), labelledAs, test, edit, random.nextLong());
  }

  private long nextId() {
    return ids.remove(ids.size() - 1);
  }

  /** What a check must find in a collection that is drawn by this plan. */
  Planted planted() {
    Planted.Builder planted = new Planted.Builder();
    long count = rows.size();
    for (Row row : rows) {
      count += row.copies.size();
      if (row.fault != null) {
        planted.reject(row.id, row.fault.rejectCause());
      }
      if (row.flaw != null) {
        planted.flaw(row.id, row.flaw.id());
      }
      for (int i = 0; i < row.copies.size(); i++) {
        plant(planted, row, row.copies.get(i));
        for (Copy twin : row.copies.subList(0, i)) {
          // both of one split and label: no leak, no conflict
          planted.pair(twin.id, row.copies.get(i).id, "two copies of one");
        }
      }
    }
    return planted.collection(count, SUBJECTS.length).build();
  }

  private static void plant(Planted.Builder planted, Row row, Copy copy) {
    planted.pair(row.id, copy.id, copy.edit.id());
    if (row.test != copy.test) {
      planted.leak(row.test ? row.id : copy.id, row.test ? copy.id : row.id);
    }
    if (row.subject != copy.labelledAs) {
      planted.conflict(row.id, copy.id);
    }
  }
}
