package org.hammingbird.spark.stage;

import java.util.Arrays;
import java.util.HashMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.hammingbird.spark.TestSpark;
import org.hammingbird.spark.table.Schemas;
import org.hammingbird.spark.training.DrawnPatterns;

/** The tables of stage hash for {@link DrawnPatterns}, as far as training reads them. */
final class PatternTables {
  private PatternTables() {}

  /** The same of images that are 16 pixels wide and high. */
  static void write(StageContext context, int train, int test) {
    write(context, train, test, 16);
  }

  /** Images 0 to {@code train} as split train, then {@code test} more. */
  static void write(StageContext context, int train, int test, int side) {
    Dataset<Row> pixels =
        TestSpark.session()
            .createDataFrame(DrawnPatterns.pixels(train + test, side), Schemas.PIXELS);
    Column label =
        functions.expr(
            "element_at(array('checks','columns','disc','rows'), cast(image_id % 4 as int) + 1)");
    Dataset<Row> hashes =
        pixels
            .select("image_id")
            .withColumn("label", label)
            .withColumn("split", functions.expr("if(image_id < " + train + ", 'train', 'test')"))
            .withColumn("address", functions.lit("file:/nowhere.png"));
    for (StructField field : HashedImages.SCHEMA.fields()) {
      if (!Arrays.asList(hashes.columns()).contains(field.name())) {
        hashes = hashes.withColumn(field.name(), functions.lit(null).cast(field.dataType()));
      }
    }
    Column[] columns =
        Arrays.stream(HashedImages.SCHEMA.fieldNames()).map(functions::col).toArray(Column[]::new);
    StageRun.of(context, "hash", "default", "seed")
        .output("hashes", context.workspace().table("hashes").overwrite(hashes.select(columns)))
        .output("pixels", context.workspace().table("pixels").overwrite(pixels))
        .complete(new HashMap<>());
  }
}
