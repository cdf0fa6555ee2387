package org.hammingbird.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StudySectionTest {
  private static final String HEAD =
      "'trainings':12,'missing':0,'architecture':'hvass-cnn','steps':2000,'batch-size':64,'workers':2,'train-images':40000";

  @Test
  void betterAndWorseSetsAreNamedWithTheirNumbers() throws JsonProcessingException {
    Section section =
        section(
            "'sets':{'baseline':'stratified-random','comparisons':2,'cells':["
                + cell("5%", "stratified-random", .50, "")
                + ","
                + cell("5%", "medoid", .52, difference(.02, .005, .003))
                + ","
                + cell("5%", "farthest-first", .41, difference(-.09, .01, .00001))
                + "]}");
    assertThat(section.findings())
        .containsExactly(
            "Medoid beats stratified-random at 5% (+2.0 ± 0.5 points) of the train split. (2 comparisons, p < 5% after Holm's correction.)",
            "Farthest-first is worse than stratified-random at 5% (−9.0 ± 1.0 points) of the train split.");
    assertThat(section.lead())
        .startsWith("12 trainings of hvass-cnn on parts of 40,000 images, each for 2,000 steps");
    DataTable table = (DataTable) section.blocks().get(3);
    assertThat(table.rows().get(2))
        .containsExactly(
            "5%", "farthest-first", "2,000", "10", "41.0% ± 1.0", "−9.0 ± 1.0 points", "< 0.0001");
    assertThat(table.rows().get(0).get(5)).isEmpty();
    Map<String, Object> differences = ((Chart) section.blocks().get(2)).data();
    assertThat(differences).containsEntry("points", true);
    assertThat(differences.get("series").toString())
        .contains("medoid", "farthest-first", "lows=[0.015]", "highs=[-0.08]")
        .doesNotContain("stratified-random");
  }

  @Test
  void whatIsNotShownIsNotDenied() throws JsonProcessingException {
    String sets =
        "'sets':{'baseline':'stratified-random','comparisons':2,'cells':["
            + cell("5%", "stratified-random", .50, "")
            + ","
            + cell("5%", "random", .48, difference(-.02, .005, .01))
            + ","
            + cell("5%", "medoid", .502, difference(.002, .005, .7))
            + "]}";
    assertThat(section(sets).findings())
        .containsExactly(
            "No rule is shown to beat stratified-random at any size: the largest difference seen is +0.2 points (−0.3 to +0.7), of medoid at 5% of the train split, from 10 seeds. (2 comparisons, p < 5% after Holm's correction.)",
            "Random is worse than stratified-random at 5% (−2.0 ± 0.5 points) of the train split.");
    assertThat(section(sets.replace("'comparisons':2", "'comparisons':1")).findings().get(0))
        .endsWith("(1 comparison, p < 5% after Holm's correction.)");
  }

  @Test
  void whatIsNotComparedHasNoChart() throws JsonProcessingException {
    Section section =
        section(
            "'sets':{'baseline':'stratified-random','comparisons':0,'cells':["
                + cell("5%", "stratified-random", .50, "")
                + "]}");
    assertThat(section.findings()).singleElement().asString().contains("was not compared");
    assertThat(section.blocks()).hasSize(3).last().isInstanceOf(DataTable.class);
    Section none = section("'sets':{'baseline':'random','comparisons':0,'cells':[]}");
    assertThat(none.blocks()).hasSize(2);
    assertThat(((Note) none.blocks().get(1)).text()).isEqualTo(none.findings().get(0));
  }

  @Test
  void valuesThatAgreeHaveNoInterval() throws JsonProcessingException {
    Section section =
        section(
            "'sets':{'baseline':'stratified-random','comparisons':0,'cells':["
                + "{'budget':'5%','rule':'stratified-random','images':20,'trainings':2,'accuracy':.5},"
                + "{'budget':'5%','rule':'medoid','images':20,'trainings':2,'accuracy':.525,'difference':.025}]}");
    assertThat(section.findings()).singleElement().asString().startsWith("Too few trainings");
    assertThat(((DataTable) section.blocks().get(3)).rows().get(1))
        .containsExactly("5%", "medoid", "20", "2", "52.5%", "+2.5 points", "");
  }

  @Test
  void leakageIsSaidInOneSentence() throws JsonProcessingException {
    String figures =
        "'leakage':{'networks':5,'trained-on':40000,'test-images':10000,'leaked':312,'accuracy':.683,'accuracy-unleaked':.679,'difference':-.004,'difference-low':-.006,'difference-high':%s,'accuracy-leaked':.8}";
    assertThat(section(String.format(figures, "-.002")).findings())
        .containsExactly(
            "Removing 312 leaked test images lowers the accuracy of 5 networks trained on all 40,000 images by 0.40 points (0.20 to 0.60), from 68.30% to 67.90%.");
    assertThat(section(String.format(figures, ".001")).findings().get(0))
        .endsWith("by 0.40 points (−0.60 to +0.10), from 68.30% to 67.90%, which may be chance.");
    String unknown = String.format(figures, "-.002").replaceAll("'difference-\\w+':[-.\\d]+,", "");
    assertThat(section(unknown).findings().get(0))
        .endsWith("by 0.40 points, from 68.30% to 67.90%.");
    assertThat(section("'leakage':{'networks':5,'leaked':0}").findings())
        .containsExactly("No test image has a near-duplicate in train.");
    assertThat(section("'leakage':{'networks':0,'leaked':3}").findings()).isEmpty();
    assertThat(section("'leakage':{'networks':2,'test-images':3,'leaked':3}").findings())
        .containsExactly(
            "All test images have near-duplicates in train: there are none without to compare accuracy with.");
    assertThat(
            section(String.format(figures, "-.002").replace(":40000", ":4000")).findings().get(0))
        .contains("of 5 networks trained on 4,000 of 40,000 images by")
        .endsWith(
            "Most of the near-duplicates in train were not among these 4,000, drawn by chance: networks trained on all may be flattered more.");
  }

  @Test
  void aDifferenceIsThatOfTheNumbersBesideIt() {
    // 44.26% less 44.23% would be 0.03
    assertThat(StudyText.decimals(.442551, .442349, 2)).isEqualTo(3);
    Random random = new Random(1);
    for (int round = 0; round < 1000; round++) {
      double from = random.nextDouble();
      double to = from + 0.01 * random.nextGaussian();
      int decimals = StudyText.decimals(from, to, 2);
      assertThat(decimals).isBetween(2, 8);
      BigDecimal before = new BigDecimal(plain(StudyText.percent(from, decimals)));
      BigDecimal after = new BigDecimal(plain(StudyText.percent(to, decimals)));
      assertThat(after.subtract(before).toString())
          .isEqualTo(plain(Text.decimal(100 * (to - from), decimals)));
    }
  }

  /** As Java reads it. */
  private static String plain(String number) {
    return number.replace("%", "").replace('−', '-');
  }

  @Test
  void degradedImagesAreAnswered() throws JsonProcessingException {
    StringBuilder measures = new StringBuilder();
    StringBuilder hashes = new StringBuilder();
    StringBuilder accuracies = new StringBuilder();
    for (int severity = 1; severity <= 5; severity++) {
      String comma = severity == 1 ? "" : ",";
      for (String corruption : List.of("gaussian-blur", "hue")) {
        boolean blur = corruption.equals("gaussian-blur");
        String at = comma + "{'corruption':'" + corruption + "','severity':" + severity;
        comma = ",";
        double auc = blur ? 0.4 - 0.07 * severity : 0.5;
        measures.append(at).append(",'measure':'sharpness','auc':").append(auc).append("},");
        measures.append(at.substring(at.indexOf('{'))).append(",'measure':'noise','auc':0.45");
        measures.append(",'auc-low':0.43,'auc-high':0.47}");
        double within = blur ? 1 : 1 - 0.1 * severity;
        hashes.append(at).append(",'hash':'phash64','radius':12,'within':").append(within);
        hashes.append(",'within-low':0.4,'within-high':1,'mean-distance':3.5}");
        double drop = blur ? 0.05 * severity : -0.001;
        accuracies.append(at).append(",'accuracy':").append(0.6 - drop).append(",'drop':");
        accuracies.append(drop).append(",'drop-low':").append(drop - 0.01);
        accuracies.append(",'drop-high':").append(drop + 0.01).append("}");
      }
    }
    Section section =
        section(
            String.format(
                "'degraded':{'images':2000,'unreadable':3,'sampled':true,'side':256,'listed-when':{'sharpness':'below','noise':'below'},'measures':[%s],'hashes':[%s],'networks':5,'trained-on':40000,'test-images':10000,'accuracy':.6,'accuracies':[%s]}",
                measures, hashes, accuracies));
    assertThat(section.findings())
        .containsExactly(
            "Recognised, that is told from an undegraded image in 90% of cases or more, are at severity 3 none; only beyond it gaussian blur (by sharpness); not even at severity 5 hue (by noise in 55.0%).",
            "After the strongest degradation (severity 5) the hash is still within 12 bits of the original's for 75.0% of copies by pHash; hue moves pHash most (50.0% stay).",
            "At severity 5 gaussian blur lowers the accuracy of the study's networks most, by 25.0 points (24.0 to 26.0), from 60.0% to 35.0%; hue raises it, by 0.1 points (−0.9 to +1.1), which may be chance.");
    Chart told = (Chart) section.blocks().get(1);
    assertThat(told.data().get("series").toString())
        .contains("gaussian blur: sharpness", "hue: noise", "0.95");
    assertThat(((DataTable) section.blocks().get(2)).rows().get(9))
        .containsExactly("hue", "5", "0.500", "0.450 (0.430\u00a0to 0.470)");
    DataTable near = (DataTable) section.blocks().get(4);
    assertThat(near.rows().get(9))
        .containsExactly("hue", "5", "50.0% (40.0%\u00a0to 100.0%)", "3.50");
    assertThat(near.note()).contains("2,000 images, a sample", "256 pixels", "3 others drawn");
    assertThat(((DataTable) section.blocks().get(6)).rows().get(4))
        .containsExactly("gaussian\u00a0blur", "5", "35.0%", "+25.0 points (+24.0\u00a0to +26.0)");
  }

  @Test
  void whereNoFileCouldBeReadAccuracyIsAnsweredAlone() throws JsonProcessingException {
    StringBuilder accuracies = new StringBuilder();
    for (int severity = 1; severity <= 5; severity++) {
      accuracies.append(severity == 1 ? "" : ",");
      accuracies.append("{'corruption':'hue','severity':").append(severity);
      accuracies.append(",'accuracy':.5,'drop':.1,'drop-low':.09,'drop-high':.11}");
    }
    Section section =
        section(
            "'degraded':{'images':0,'unreadable':30,'measures':[],'hashes':[],'networks':2,'trained-on':160,'test-images':80,'accuracy':.6,'accuracies':["
                + accuracies
                + "]}");
    assertThat(section.findings())
        .singleElement()
        .asString()
        .isEqualTo(
            "At severity 5 hue lowers the accuracy of the study's networks most, by 10.0 points (9.0 to 11.0), from 60.0% to 50.0%.");
    assertThat(((Note) section.blocks().get(1)).text())
        .contains("none of the 30 images that were drawn could be read again");
  }

  @Test
  void sizesAndWorkersAreAnswered() throws JsonProcessingException {
    String cell =
        "{'budget':'%s','images':%d,'workers':%d,'trainings':5,'steps':100,'accuracy':%s,'seconds':%s,'images-per-second':%s,'speedup':%s%s}";
    String cells =
        "'scaling':{'passes':12,'parallelism':4,'cells':["
            + String.format(cell, "100%", 40000, 1, ".68", "260", "1846", "1", "%s")
            + ","
            + String.format(
                cell,
                "100%",
                40000,
                4,
                ".67",
                "65",
                "7384",
                "4",
                ",'difference':-.01,'difference-low':-.015,'difference-high':-.005")
            + ","
            + String.format(cell, "10%", 4000, 1, ".45", "26", "1846", "1", "")
            + "]}";
    Section section = section(cells.replace("%s", ",'gain':.23,'gain-low':.21,'gain-high':.25"));
    assertThat(section.lead())
        .endsWith("The trainings by size and workers go over their sets 12 times instead.");
    assertThat(section.findings())
        .containsExactly(
            "Training on 40,000 images rather than on 4,000, 12 passes each, raises accuracy by 23.0 points (of seeds in common, +21.0 to +25.0), from 45.0% to 68.0%, and takes 4 min 20 s rather than 26.0 s.",
            "4 workers rather than 1 train on 40,000 images 4.00 times as fast (7,384 images a second rather than 1,846); their accuracy differs by −1.0 points (−1.5 to −0.5).");
    assertThat(
            section(cells.replace("%s", ",'gain':.23,'gain-low':-.1,'gain-high':.56"))
                .findings()
                .get(0))
        .contains("from 45.0% to 68.0%, which may be chance, and takes");
    assertThat(section(cells.replace("%s", "")).findings().get(0))
        .contains("to 68.0%, which so few trainings do not tell from chance, and takes");
    assertThat(((Chart) section.blocks().get(2)).data().get("categories"))
        .isEqualTo(List.of("4,000", "40,000"));
    assertThat(((DataTable) section.blocks().get(3)).rows()).hasSize(3);
  }

  @Test
  void classesStandAgainstClasses() throws JsonProcessingException {
    Section section =
        section(
            "'distances':{'images':50000,'sampled':false,'left-out':['phash256','pdq256'],'votes':10,'chance':.1,'network':.612,'classes':['cat','<script>'],"
                + "'algorithms':{'phash64':{'auc':.516,'auc-low':.5123,'auc-high':.5197,'vote-accuracy':.3,'vote-accuracy-low':.291,'vote-accuracy-high':.309,'pairs':["
                + "{'one':'cat','other':'cat','mean':31.5},{'one':'cat','other':'<script>','mean':32.25,'auc':.55,'auc-low':.546,'auc-high':.554},{'one':'<script>','other':'<script>','mean':30}]}}}");
    assertThat(section.findings())
        .containsExactly(
            "Two images of one class are hardly more alike than two of different classes: by pHash, the pair of one class is the nearer in 51.6% of cases (51.2% to 52.0%); chance is 50%.",
            "The 10 nearest training images by pHash name 30.0% (29.1% to 30.9%) of the test images correctly. Always naming the largest class names 10.0%, the study's networks 61.2%.");
    assertThat(((DataTable) section.blocks().get(1)).note())
        .endsWith(
            "All pairs of 50,000 images. Only hashes of 64 bits are compared, not pHash of 256 bits, PDQ.");
    assertThat(((DataTable) section.blocks().get(1)).rows())
        .containsExactly(List.of("pHash", "0.516 (0.512 to 0.520)", "30.0% (29.1% to 30.9%)"));
    DataTable matrix = (DataTable) section.blocks().get(2);
    assertThat(matrix.note()).endsWith("Its 95% intervals reach at most 0.004 either way.");
    assertThat(matrix.columns()).containsExactly("class", "cat", "<script>");
    assertThat(matrix.rows())
        .containsExactly(
            List.of("cat", "31.50", "32.25 (0.550)"),
            List.of("<script>", "32.25 (0.550)", "30.00"));
  }

  @Test
  void aMatrixTooLargeForThePageIsSaidToBe() throws JsonProcessingException {
    Section section =
        section(
            "'distances':{'images':9,'votes':1,'classes':["
                + "'c',".repeat(15)
                + "'d'],'algorithms':{'phash64':{'auc':.5,'vote-accuracy':.3,'pairs':[{'one':'c'}]}}}");
    assertThat(section.blocks()).hasSize(3);
    assertThat(((Note) section.blocks().get(2)).text())
        .contains("16 classes are more than the 15 whose table fits a page");
  }

  @Test
  void lowQualityIsAnswered() throws JsonProcessingException {
    String figures =
        "'quality':{'networks':5,'low-images':289,'good-images':9711,'accuracy-low-quality':.481,'accuracy-low-quality-low':.424,'accuracy-low-quality-high':.539,'accuracy-rest':.62,"
            + "'deciles':[{'measure':'noise','from':0,'to':3,'images':1000,'accuracy':.5},{'measure':'noise','from':3,'to':9.5,'images':1000,'accuracy':.6},{'measure':'jpeg_quality','from':75,'to':75,'images':10000,'accuracy':.6}],"
            + "'trained':[{'trained-on':'good','tested-on':'good','images':1150,'trainings':10,'accuracy':.4}],"
            + "'gain-on-low':%s,'gain-on-low-low':%s,'gain-on-low-high':%s,'gain-on-low-p':%s,'gain-on-good':-.05,'gain-on-good-low':-.06,'gain-on-good-high':-.04}";
    Section section = section(String.format(figures, ".03", ".02", ".04", ".001"));
    assertThat(section.findings())
        .containsExactly(
            "289 low-quality test images are named correctly in 48.1% (42.4% to 53.9%), the rest in 62.0%.",
            "Networks trained on 1,150 low-quality images name low-quality test images better (+3.0 ± 1.0 points) and all others worse (−5.0 ± 1.0 points) than networks trained on as many others.");
    String compared = "'difference':-.028,'difference-low':-.088,'difference-high':%s,'deciles'";
    assertThat(
            section(
                    String.format(figures, ".03", ".02", ".04", ".001")
                        .replace("'deciles'", String.format(compared, ".031")))
                .findings()
                .get(0))
        .isEqualTo(
            "289 low-quality test images are named correctly in 48.1%, the rest in 62.0%: a difference of −2.8 points (−8.8 to +3.1), which may be chance.");
    assertThat(((DataTable) section.blocks().get(1)).rows())
        .containsExactly(List.of("good images", "1,150", "10", "40.0%"));
    assertThat(((Chart) section.blocks().get(2)).data().get("series").toString())
        .contains("{name=noise, data=[0.5, null, null, null, null, 0.6, null, null, null, null]}")
        .doesNotContain("jpeg_quality");
    assertThat(section(String.format(figures, ".003", "-.02", ".026", ".8")).findings().get(1))
        .isEqualTo(
            "Whether training on 1,150 low-quality images rather than on as many others helps on low-quality test images is not shown: the difference seen is +0.3 points (−2.0 to +2.6), from 10 seeds; all others are then named worse (−5.0 ± 1.0 points).");
    assertThat(section("'quality':{'networks':5,'low-images':0,'good-images':80}").findings())
        .singleElement()
        .asString()
        .startsWith("No test image is of low quality");
  }

  @Test
  void aSampleOfTheTestImagesIsNotAllOfThem() throws JsonProcessingException {
    String sample = "'test-images':10000,'test-images-in-all':60000,";
    assertThat(section(sample + "'leakage':{'networks':5,'leaked':0}").lead())
        .endsWith("shown the same 10,000 test images, a seeded sample of 60,000.");
    assertThat(section(sample + "'leakage':{'networks':5,'leaked':0}").findings())
        .containsExactly("None of the 10,000 test images shown has a near-duplicate in train.");
    assertThat(
            section(
                    sample
                        + "'leakage':{'networks':5,'trained-on':40000,'test-images':10000,'leaked':312,'accuracy':.6,'accuracy-unleaked':.6,'difference':0}")
                .findings())
        .containsExactly(
            "Removing the 312 leaked ones of the 10,000 test images shown leaves the accuracy of 5 networks trained on all 40,000 images at 60.00%.");
    assertThat(section(sample + "'quality':{'low-images':10000,'good-images':0}").findings().get(0))
        .startsWith("All 10,000 test images shown are of low quality");
    assertThat(
            section(sample.replace("60000", "10000") + "'leakage':{'networks':5,'leaked':0}")
                .findings())
        .containsExactly("No test image has a near-duplicate in train.");
  }

  @Test
  void degradedImagesOfAnEarlierStudyAreShownWithoutAVerdict() throws JsonProcessingException {
    StringBuilder measures = new StringBuilder();
    for (int severity = 1; severity <= 5; severity++) {
      measures.append(severity == 1 ? "" : ",");
      measures.append("{'corruption':'hue','severity':").append(severity);
      measures.append(",'measure':'noise','auc':0.1}");
    }
    String degraded = "'degraded':{'images':9,%s'measures':[" + measures + "],'hashes':[]}";
    Section earlier = section(String.format(degraded, ""));
    assertThat(earlier.findings()).isEmpty();
    assertThat(((Note) earlier.blocks().get(1)).text()).contains("run it again");
    assertThat(section(String.format(degraded, "'listed-when':{'noise':'above'},")).findings())
        .singleElement()
        .asString()
        .endsWith("; not even at severity 5 hue (by noise in 10.0%).");
    assertThat(section(String.format(degraded, "'listed-when':{'noise':'below'},")).findings())
        .singleElement()
        .asString()
        .endsWith("are at severity 3 hue (by noise).");
  }

  @Test
  void aMeasureWithTwoLimitsCountsOnTheSideOfTheStrongestDegradation()
      throws JsonProcessingException {
    StringBuilder measures = new StringBuilder();
    for (int severity = 1; severity <= 5; severity++) {
      measures.append(severity == 1 ? "" : ",");
      measures.append("{'corruption':'brightness','severity':").append(severity);
      measures.append(",'measure':'shadows','auc':").append(severity < 5 ? 0.05 : 0.94).append("}");
    }
    assertThat(
            section(
                    "'degraded':{'images':9,'listed-when':{'shadows':'either'},'measures':["
                        + measures
                        + "],'hashes':[]}")
                .findings())
        .singleElement()
        .asString()
        .endsWith("are at severity 3 none; only beyond it brightness (by shadows).");
  }

  @Test
  void answersKeptFromEarlierRunsAreNamed() throws JsonProcessingException {
    String kept =
        "'sets':{'cells':[]},'of-study':{'sets':'2026-11-29T18:22:01.5Z','leakage':'2026-11-28T00:00:00Z'}";
    assertThat(section(kept).lead())
        .startsWith("Trainings of hvass-cnn on parts of 40,000 images")
        .endsWith(
            "Kept from earlier runs of the same study: sets (2026-11-29) and leakage (2026-11-28).");
  }

  @Test
  void partsAreInTheOrderOfTheirQuestions() throws JsonProcessingException {
    Section section =
        section(
            "'leakage':{'leaked':0},'quality':{'low-images':0},'sets':{'cells':[]},'distances':{}");
    assertThat(section.headings())
        .extracting(Heading::id)
        .containsExactly("study-sets", "study-quality", "study-leakage", "study-distances");
    assertThat(StudySection.missing().empty()).isTrue();
    assertThat(StudySection.missing().lead())
        .isEqualTo(
            "No study has been run in this workspace: hammingbird study --quick takes minutes.");
  }

  @Test
  void aStudyWithoutTrainingsSaysSo() throws JsonProcessingException {
    assertThat(
            StudySection.of(new ObjectMapper().readTree("{\"trainings\":0,\"distances\":{}}"))
                .lead())
        .startsWith("No network was trained for it");
  }

  @Test
  void anUnfinishedStudySaysSo() throws JsonProcessingException {
    Section section =
        StudySection.of(
            new ObjectMapper()
                .readTree(
                    ("{" + HEAD.replace("'missing':0", "'missing':4") + "}").replace('\'', '"')));
    assertThat(section.lead()).startsWith("8 trainings of").contains("4 trainings are missing");
    assertThat(section.blocks()).isEqualTo(List.of());
  }

  private static Section section(String experiment) throws JsonProcessingException {
    String json = "{" + HEAD + "," + experiment + "}";
    return StudySection.of(
        new ObjectMapper()
            .configure(com.fasterxml.jackson.core.JsonParser.Feature.ALLOW_SINGLE_QUOTES, true)
            .readTree(json.replace(":.", ":0.").replace(":-.", ":-0.")));
  }

  private static String cell(String budget, String rule, double accuracy, String more) {
    return String.format(
        "{'budget':'%s','rule':'%s','images':2000,'trainings':10,'accuracy':%s,'accuracy-low':%s,'accuracy-high':%s%s}",
        budget, rule, accuracy, accuracy - .01, accuracy + .01, more);
  }

  private static String difference(double mean, double half, double p) {
    return String.format(
        java.util.Locale.ROOT,
        ",'difference':%s,'difference-low':%s,'difference-high':%s,'p':%s,'p-corrected':%s",
        mean,
        mean - half,
        mean + half,
        p / 2,
        p);
  }
}
