/**
 * Immutable measurements merged by {@code add}: confusion matrices, distance distributions,
 * degradation curves; and what is concluded from several: intervals, paired tests, AUC. Uses the
 * JDK and Commons Math's distributions, no Spark.
 */
package org.hammingbird.evaluation;
