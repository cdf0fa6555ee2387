/**
 * The hashes and measures as functions of Spark SQL, for queries of the user's own. May use {@code
 * image}, {@code hash} and Spark's SQL; no tables, no stages.
 */
package org.hammingbird.spark.function;
