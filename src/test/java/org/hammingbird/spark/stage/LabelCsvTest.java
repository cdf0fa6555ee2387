package org.hammingbird.spark.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.hammingbird.UserException;
import org.hammingbird.label.SplitRule;
import org.junit.jupiter.api.Test;

class LabelCsvTest {
  private static final String TEMPLATE = "file:/data/train/{id}.png";

  private final LabelCsv study =
      new LabelCsv("labels.csv", SplitRule.atId(2), TEMPLATE, new LabelLimits(10, 16, 40));
  private final LabelCsv explicit =
      new LabelCsv("labels.csv", SplitRule.explicit(), "", new LabelLimits(10, 16, 40));

  @Test
  void readsTheStudysFile() throws IOException {
    assertThat(read(study, "id,label\n1,frog\n2,truck\n3,cat\n"))
        .containsExactly(
            "2: 1 frog train file:/data/train/1.png",
            "3: 2 truck train file:/data/train/2.png",
            "4: 3 cat test file:/data/train/3.png");
    assertThat(study.badRows().isEmpty()).isTrue();
  }

  @Test
  void findsColumnsByTheirNamesAmongOthers() throws IOException {
    assertThat(read(explicit, "split,Address,comment, LABEL ,id\nVal,a/b.png,,\" cat \",7\n"))
        .containsExactly("2: 7 cat validation a/b.png");
  }

  @Test
  void understandsQuotesLineEndsAndTheByteOrderMark() throws IOException {
    assertThat(
            read(
                explicit,
                "\uFEFFid,label,split,address\r\n"
                    + "1,\"a \"\"b\"\", c\",train,x\r\n"
                    + "\r\n"
                    + "2,Vögel,test,y"))
        .containsExactly("2: 1 a \"b\", c train x", "4: 2 Vögel test y");
  }

  @Test
  void namesTheLineAndTheReasonOfEachBadRow() throws IOException {
    List<String> good =
        read(
            explicit,
            "id,label,split,address\n"
                + ",cat,train,a\n" // 2
                + "x1,cat,train,a\n" // 3
                + "3,  ,train,a\n" // 4
                + "4,cat,holdout,a\n" // 5
                + "5,cat,train,\n" // 6
                + "6,cat,train\n" // 7
                + "7,cat,train,a,b\n" // 8
                + "8,elevenchars,train,a\n" // 9
                + "9,\"c\nat\",train,a\n" // 10 and 11
                + "10,cat,train,a\n"); // 12
    assertThat(good).containsExactly("12: 10 cat train a");
    assertThat(explicit.badRows().count()).isEqualTo(9);
    assertThat(explicit.badRows().list().split("\\R"))
        .containsExactly(
            "  line 2: the id is missing",
            "  line 3: the id \"x1\" is no integer",
            "  line 4: the label is missing",
            "  line 5: the split \"holdout\" is not train, validation or test",
            "  line 6: the address is missing",
            "  line 7: 3 fields, but the header has 4",
            "  line 8: 5 fields, but the header has 4",
            "  line 9: the label has 11 characters, more than 10",
            "  lines 10 to 11: the label holds a line end or a control character: is a quotation mark missing?");
  }

  @Test
  void countsCharactersAsThePersonDoes() throws IOException {
    assertThat(read(study, "id,label\n1,🐦🐦🐦🐦🐦🐦🐦🐦🐦🐦\n")).hasSize(1);
  }

  @Test
  void refusesAHeaderThatLacksWhatIsNeeded() {
    assertRefused(study, "", "is empty");
    assertRefused(study, "name,label\n", "no column id");
    assertRefused(study, "id,class\n", "no column label");
    assertRefused(study, "id,label,id\n", "names id twice");
    assertRefused(explicit, "id,label,address\n", "no column split", "split.at");
    assertRefused(explicit, "id,label,split\n", "no column address", "images.address-template");
  }

  @Test
  void saysFromWhichLineOnAFileCannotBeRead() {
    assertRefused(
        study,
        "id,label\n1,cat\n2,\"dog\n" + "3,bird\n".repeat(20_000),
        "after line 2",
        "quotation");
    assertThatThrownBy(
            () ->
                study.read(
                    new ByteArrayInputStream(
                        "id,label\n1,V\u00f6gel\n".getBytes(StandardCharsets.ISO_8859_1)),
                    row -> {}))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("not UTF-8");
  }

  private static void assertRefused(LabelCsv csv, String text, String... parts) {
    assertThatThrownBy(() -> read(csv, text))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(parts);
  }

  private static List<String> read(LabelCsv csv, String text) throws IOException {
    List<String> rows = new ArrayList<>();
    csv.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        row -> rows.add(row.line() + ": " + row.image()));
    return rows;
  }
}
