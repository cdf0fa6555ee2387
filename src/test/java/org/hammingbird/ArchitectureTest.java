package org.hammingbird;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hammingbird.spark.stage.Stage;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Which package may use which, as the table of packages in the design says. */
class ArchitectureTest {
  private static final String ROOT = "org.hammingbird";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  private static final String[] JDK = {"java..", "javax.imageio..", "javax.xml..", "javax.net.."};
  private static final String[] DL4J = {"org.deeplearning4j..", "org.nd4j..", "org.bytedeco.."};
  private static final String[] SPARK = {"org.apache.spark..", "scala..", "io.delta.."};
  private static final String[] HADOOP = {"org.apache.hadoop..", "org.apache.commons.."};
  private static final String[] STATISTICS = {"org.apache.commons.math3.."};
  private static final String[] JACKSON = {"com.fasterxml.jackson.."};
  private static final String[] TEMPLATES = {"freemarker.."};
  private static final String[] DECODERS = {"com.twelvemonkeys..", "com.sun.jna.."};
  private static final String[] PICKLE = {"net.razorvine.pickle.."};
  private static final String[] SETTINGS = {"com.typesafe.config.."};
  private static final String[] DATABASE = {"ch.vorburger..", "com.mysql.."};
  private static final String[] LOG = {"org.slf4j.."};

  /** Packages in the order of the table, each with all that it may use besides itself. */
  private static final Map<String, List<String>> MAY_USE = mayUse();

  private static Map<String, List<String>> mayUse() {
    Map<String, List<String>> table = new LinkedHashMap<>();
    table.put("label", uses());
    table.put("image", uses(DECODERS));
    table.put("hash", uses(own("image")));
    table.put("neighbor", uses(own("hash", "image")));
    table.put("selection", uses(own("label", "hash", "neighbor")));
    table.put("training.layer", uses(DL4J, LOG));
    table.put("training", uses(own("image", "training.layer"), DL4J, JACKSON, LOG));
    table.put("evaluation", uses(STATISTICS));
    table.put("report", uses(own("evaluation"), TEMPLATES, JACKSON));
    table.put("spark.table", uses(SPARK, HADOOP, JACKSON, LOG));
    table.put("spark.image", uses(own("image"), SPARK, HADOOP, PICKLE, LOG));
    table.put("spark.training", uses(own("training", "evaluation", "image"), DL4J, SPARK, LOG));
    table.put(
        "spark.stage",
        uses(
            own(
                "label",
                "image",
                "hash",
                "neighbor",
                "selection",
                "training",
                "training.layer",
                "evaluation",
                "report",
                "spark.table",
                "spark.image",
                "spark.training"),
            DL4J,
            SPARK,
            HADOOP,
            JACKSON,
            SETTINGS,
            new String[] {"com.mysql..", "com.univocity.parsers.."},
            LOG));
    table.put("spark.function", uses(own("image", "hash"), SPARK));
    table.put("demo", uses(own("label"), DATABASE, LOG));
    return table;
  }

  @TestFactory
  Stream<DynamicTest> packagesUseOnlyWhatTheDesignAllows() {
    return MAY_USE.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(), () -> assertUsesOnly(entry.getKey(), entry.getValue())));
  }

  @Test
  void everyPackageIsInTheTable() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
        .filteredOn(name -> !name.equals(ROOT) && !name.equals(ROOT + ".cli"))
        .allSatisfy(name -> assertThat(MAY_USE).containsKey(name.substring(ROOT.length() + 1)));
  }

  @Test
  void nothingButTheCommandLineComposesStages() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".cli..")
        .check(CLASSES);
    classes()
        .that(assignableTo(Stage.class))
        .and()
        .areNotInterfaces()
        .should(useNoOtherStage())
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void coreKnowsNeitherSparkNorHadoopNorScalaNorDatabases() {
    noClasses()
        .that(
            resideInAnyPackage(
                own(
                    "label",
                    "image",
                    "hash",
                    "neighbor",
                    "selection",
                    "training",
                    "evaluation",
                    "report")))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "org.apache.spark..",
                "org.apache.hadoop..",
                "scala..",
                "java.sql..",
                "javax.sql.."))
        .check(CLASSES);
  }

  private static void assertUsesOnly(String name, List<String> others) {
    List<String> allowed = new ArrayList<>(others);
    allowed.addAll(Arrays.asList(JDK));
    allowed.add(ROOT + "." + name);
    DescribedPredicate<JavaClass> may =
        resideInAnyPackage(allowed.toArray(new String[0]))
            // the user's mistake is everybody's exception
            .or(resideInAPackage(ROOT))
            // primitives and their arrays
            .or(resideInAPackage(""));
    classes()
        .that()
        .resideInAPackage(ROOT + "." + name)
        .should()
        .onlyDependOnClassesThat(may)
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  private static ArchCondition<JavaClass> useNoOtherStage() {
    return new ArchCondition<>("use no other stage") {
      @Override
      public void check(JavaClass stage, ConditionEvents events) {
        for (Dependency dependency : stage.getDirectDependenciesFromSelf()) {
          JavaClass target = dependency.getTargetClass();
          if (!target.equals(stage)
              && !target.isInterface()
              && target.isAssignableTo(Stage.class)) {
            events.add(SimpleConditionEvent.violated(stage, dependency.getDescription()));
          }
        }
      }
    };
  }

  private static String[] own(String... names) {
    return Arrays.stream(names).map(name -> ROOT + "." + name).toArray(String[]::new);
  }

  private static List<String> uses(String[]... groups) {
    List<String> all = new ArrayList<>();
    for (String[] group : groups) {
      all.addAll(Arrays.asList(group));
    }
    return all;
  }
}
