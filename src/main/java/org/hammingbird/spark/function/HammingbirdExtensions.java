package org.hammingbird.spark.function;

import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import scala.Function1;
import scala.Tuple3;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * Brings {@link ImageFunctions} into every session of an application: {@code
 * spark.sql.extensions=org.hammingbird.spark.function.HammingbirdExtensions}, with the jar on
 * Spark's class path ({@code --jars}). From then on SQL knows them, from any language.
 */
public final class HammingbirdExtensions
    extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    for (Map.Entry<String, UserDefinedFunction> entry : ImageFunctions.all().entrySet()) {
      extensions.injectFunction(
          new Tuple3<>(
              new FunctionIdentifier(entry.getKey()),
              new ExpressionInfo(ImageFunctions.class.getName(), entry.getKey()),
              builder(entry.getKey(), entry.getValue())));
    }
    return BoxedUnit.UNIT;
  }

  private static Function1<Seq<Expression>, Expression> builder(
      String name, UserDefinedFunction function) {
    return new AbstractFunction1<Seq<Expression>, Expression>() {
      @Override
      public Expression apply(Seq<Expression> arguments) {
        if (arguments.size() != 1) {
          throw new IllegalArgumentException(
              String.format(
                  "%s takes one argument, the bytes of an image file, not %d",
                  name, arguments.size()));
        }
        Column[] columns =
            JavaConverters.seqAsJavaList(arguments).stream()
                .map(Column::new)
                .toArray(Column[]::new);
        return function.apply(columns).expr();
      }
    };
  }
}
