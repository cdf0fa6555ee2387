package org.hammingbird.spark.stage;

import com.typesafe.config.Config;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.hammingbird.UserException;
import org.hammingbird.label.Split;
import org.hammingbird.label.SplitRule;

/**
 * The user's table of labels, read by Spark over JDBC: in parts by the id, each with a server-side
 * cursor, so that no driver or executor holds more than a few thousand rows at a time.
 */
final class LabelTable {
  /**
   * What {@link #read} gives: see {@link org.hammingbird.spark.table.Schemas} for {@code image_id}
   * and {@code source_id}.
   */
  static final StructType SCHEMA =
      new StructType()
          .add("image_id", DataTypes.LongType)
          .add("source_id", DataTypes.StringType)
          .add("label", DataTypes.StringType)
          .add("split", DataTypes.StringType)
          .add("address", DataTypes.StringType);

  private static final int MAX_CONNECTIONS = 8;
  private static final long ROWS_A_CONNECTION = 10_000;

  private final DatabaseOptions database;
  private final SplitRule splitRule;
  private final String addressTemplate;
  private final List<String> classes;
  private final List<String> splits;

  private LabelTable(
      DatabaseOptions database,
      SplitRule splitRule,
      String addressTemplate,
      List<String> classes,
      List<String> splits) {
    this.database = database;
    this.splitRule = splitRule;
    this.addressTemplate = addressTemplate;
    this.classes = classes;
    this.splits = splits;
  }

  /**
   * The table and the filters that the settings name.
   *
   * @param settings rooted at {@code hammingbird}
   * @throws UserException where a value is out of its range, or nothing says where images or splits
   *     come from
   */
  static LabelTable from(Config settings) {
    DatabaseOptions database = DatabaseOptions.from(settings);
    String template = settings.getString("images.address-template");
    if (database.addressColumn().isEmpty() && !template.contains("{id}")) {
      throw new UserException(
          "Nothing says where the images are: name database.address-column, or an images.address-template with {id}");
    }
    SplitRule rule = SplitSettings.from(settings);
    if (database.splitColumn().isEmpty() && rule.isExplicit()) {
      throw new UserException(
          "Nothing says which images are train and which test: name database.split-column, split.at or split.test-fraction");
    }
    List<String> splits = settings.getStringList("hash.splits");
    for (String split : splits) {
      if (!Split.parse(split).isPresent()) {
        throw new UserException(
            "Invalid hash.splits: " + split + " (must be train, validation or test)");
      }
    }
    return new LabelTable(database, rule, template, settings.getStringList("hash.classes"), splits);
  }

  /**
   * The rows that pass the filters, as {@link #SCHEMA}.
   *
   * @throws UserException where the table cannot be read, or its rows lack an id, label, split or
   *     address
   */
  Labels read(SparkSession spark) {
    try (Connection connection = database.connect()) {
      List<String> rawSplits = rawSplits(connection);
      Extent extent = extent(connection, rawSplits);
      return new Labels(rows(spark, extent, rawSplits), extent.count);
    } catch (SQLException e) {
      throw database.mistake("read the table " + database.table(), e);
    }
  }

  private Dataset<Row> rows(SparkSession spark, Extent extent, List<String> rawSplits) {
    Dataset<Row> table = load(spark, extent);
    if (!classes.isEmpty()) {
      table = table.filter(table.col(database.labelColumn()).isin(classes.toArray()));
    }
    if (!splits.isEmpty() && hasSplitColumn()) {
      table = table.filter(table.col(database.splitColumn()).isin(rawSplits.toArray()));
    }
    Column sourceId = table.col(database.idColumn()).cast(DataTypes.StringType);
    Column imageId =
        extent.textIds
            ? functions.xxhash64(sourceId).bitwiseAND(functions.lit(Long.MAX_VALUE))
            : table.col(database.idColumn()).cast(DataTypes.LongType);
    Column named =
        hasSplitColumn()
            ? table.col(database.splitColumn())
            : functions.lit(null).cast(DataTypes.StringType);
    Column address =
        database.addressColumn().isEmpty()
            ? functions.replace(functions.lit(addressTemplate), functions.lit("{id}"), sourceId)
            : table.col(database.addressColumn());
    Dataset<Row> rows =
        table.select(
            imageId.as("image_id"),
            sourceId.as("source_id"),
            functions.trim(table.col(database.labelColumn())).as("label"),
            functions
                .udf(splitOf(splitRule), DataTypes.StringType)
                .apply(imageId, named)
                .as("split"),
            address.as("address"));
    if (filtersAfterReading()) {
      rows = rows.filter(rows.col("split").isin(splits.toArray()));
    }
    return rows;
  }

  private Dataset<Row> load(SparkSession spark, Extent extent) {
    int parts = (int) Math.max(1, Math.min(MAX_CONNECTIONS, extent.count / ROWS_A_CONNECTION));
    Properties properties = database.properties();
    // without it Connector/J keeps all rows of a part in memory, whatever the fetch size says
    properties.setProperty("useCursorFetch", "true");
    properties.setProperty("fetchsize", "10000");
    properties.setProperty(QuietConnectionProvider.OPTION, QuietConnectionProvider.NAME);
    // or a backslash in a filter's value could end its literal early
    properties.setProperty(
        "sessionInitStatement",
        "SET SESSION sql_mode = CONCAT(@@sql_mode, ',NO_BACKSLASH_ESCAPES')");
    if (parts == 1) {
      return spark.read().jdbc(database.url(), database.quotedTable(), properties);
    }
    if (extent.textIds) {
      return spark
          .read()
          .jdbc(database.url(), database.quotedTable(), checksumParts(parts), properties);
    }
    return spark
        .read()
        .jdbc(
            database.url(),
            database.quotedTable(),
            database.idColumn(),
            extent.lowest,
            extent.highest + 1,
            parts,
            properties);
  }

  private String[] checksumParts(int parts) {
    String[] predicates = new String[parts];
    for (int i = 0; i < parts; i++) {
      predicates[i] =
          String.format(
              "CRC32(%s) %% %d = %d", DatabaseOptions.quoted(database.idColumn()), parts, i);
    }
    return predicates;
  }

  /** Whether rows are left out that the table's own count holds. */
  boolean filtersAfterReading() {
    return !splits.isEmpty() && !hasSplitColumn();
  }

  /**
   * What the split column calls the wanted splits, all of them where none is named; every value
   * must be understood.
   */
  private List<String> rawSplits(Connection connection) throws SQLException {
    if (!hasSplitColumn()) {
      return Collections.emptyList();
    }
    List<String> raw = new ArrayList<>();
    String sql =
        String.format(
            "SELECT DISTINCT %s FROM %s LIMIT 1000",
            column(database.splitColumn()), database.quotedTable());
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        String value = result.getString(1);
        Optional<Split> split = Split.parse(value);
        if (!split.isPresent()) {
          throw new UserException(
              String.format(
                  "The column %s of %s holds \"%s\", which is no split (must be train, validation or test):"
                      + " correct it, or name a rule in split.at or split.test-fraction",
                  database.splitColumn(), database.table(), value));
        }
        if (splits.isEmpty() || splits.contains(split.get().id())) {
          raw.add(value);
        }
      }
    }
    return raw;
  }

  private Extent extent(Connection connection, List<String> rawSplits) throws SQLException {
    List<String> values = new ArrayList<>();
    StringBuilder where = new StringBuilder();
    restrict(where, values, database.labelColumn(), classes);
    if (!splits.isEmpty() && hasSplitColumn()) {
      restrict(where, values, database.splitColumn(), rawSplits);
    }
    String id = column(database.idColumn());
    String sql =
        String.format(
            "SELECT COUNT(*), MIN(%s), MAX(%s) FROM %s%s", id, id, database.quotedTable(), where);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.size(); i++) {
        statement.setString(i + 1, values.get(i));
      }
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        boolean text = !isInteger(result.getMetaData().getColumnType(2));
        if (text && splitRule.needsIntegerIds()) {
          throw new UserException(
              "split.at needs integer ids, but "
                  + database.idColumn()
                  + " is text: use split.test-fraction");
        }
        return new Extent(
            result.getLong(1), text, text ? 0 : result.getLong(2), text ? 0 : result.getLong(3));
      }
    }
  }

  private static void restrict(
      StringBuilder where, List<String> values, String column, List<String> allowed) {
    if (allowed.isEmpty()) {
      return;
    }
    where
        .append(where.length() == 0 ? " WHERE " : " AND ")
        .append(column(column))
        .append(allowed.stream().map(v -> "?").collect(Collectors.joining(", ", " IN (", ")")));
    values.addAll(allowed);
  }

  /** A rule in the settings goes before the column. */
  private boolean hasSplitColumn() {
    return splitRule.isExplicit();
  }

  private static String column(String name) {
    return DatabaseOptions.quoted(name);
  }

  private static boolean isInteger(int sqlType) {
    switch (sqlType) {
      case Types.TINYINT:
      case Types.SMALLINT:
      case Types.INTEGER:
      case Types.BIGINT:
        return true;
      default:
        return false;
    }
  }

  private static UDF2<Long, String, String> splitOf(SplitRule rule) {
    return (id, named) -> id == null ? null : rule.split(id, named).map(Split::id).orElse(null);
  }

  /** The table's rows, lazily, and how many there are to be. */
  static final class Labels {
    private final Dataset<Row> rows;
    private final long count;

    private Labels(Dataset<Row> rows, long count) {
      this.rows = rows;
      this.count = count;
    }

    Dataset<Row> rows() {
      return rows;
    }

    /** The table's own count under the same filters, unless they are applied after reading. */
    long count() {
      return count;
    }
  }

  private static final class Extent {
    private final long count;
    private final boolean textIds;
    private final long lowest;
    private final long highest;

    private Extent(long count, boolean textIds, long lowest, long highest) {
      this.count = count;
      this.textIds = textIds;
      this.lowest = lowest;
      this.highest = highest;
    }
  }
}
