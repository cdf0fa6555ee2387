package org.hammingbird.spark.function;

import java.util.Map;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import scala.Tuple3;
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
    for (Map.Entry<String, CheckedFunction> entry : ImageFunctions.all().entrySet()) {
      extensions.injectFunction(
          new Tuple3<>(
              new FunctionIdentifier(entry.getKey()),
              new ExpressionInfo(ImageFunctions.class.getName(), entry.getKey()),
              entry.getValue()));
    }
    return BoxedUnit.UNIT;
  }
}
