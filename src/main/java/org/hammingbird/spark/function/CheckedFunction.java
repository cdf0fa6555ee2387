package org.hammingbird.spark.function;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.hammingbird.image.DecodeSettings;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.runtime.AbstractFunction1;

/**
 * A function of BINARY columns whose arguments are checked, and for which the session's settings
 * are read, when a query is analyzed.
 */
final class CheckedFunction extends AbstractFunction1<Seq<Expression>, Expression> {
  private final String name;
  private final String[] arguments;
  private final Function<DecodeSettings, UserDefinedFunction> function;

  /**
   * @param arguments what each of them is, for messages
   * @param function made for the settings of a query
   */
  CheckedFunction(
      String name, Function<DecodeSettings, UserDefinedFunction> function, String... arguments) {
    this.name = name;
    this.arguments = arguments;
    this.function = function;
  }

  /**
   * @throws IllegalArgumentException where the arguments or the settings are wrong
   */
  @Override
  public Expression apply(Seq<Expression> given) {
    List<Expression> expressions = JavaConverters.seqAsJavaList(given);
    if (expressions.size() != arguments.length) {
      throw new IllegalArgumentException(
          String.format(
              "%s takes %s, %s, not %d",
              name,
              arguments.length == 1 ? "one argument" : arguments.length + " arguments",
              String.join(" and ", arguments),
              expressions.size()));
    }
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      columns.add(binary(expressions.get(i), arguments[i]));
    }
    return function.apply(FunctionSettings.decoding()).apply(columns.toArray(new Column[0])).expr();
  }

  private Column binary(Expression argument, String what) {
    DataType type = argument.dataType();
    if (type.equals(DataTypes.NullType)) {
      return new Column(argument).cast(DataTypes.BinaryType);
    }
    if (!type.equals(DataTypes.BinaryType)) {
      throw new IllegalArgumentException(
          String.format("%s takes %s as BINARY, not as %s", name, what, type.sql()));
    }
    return new Column(argument);
  }
}
