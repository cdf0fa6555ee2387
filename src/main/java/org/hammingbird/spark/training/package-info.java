/**
 * Rounds of parameter averaging, and distributed prediction. May use {@code training}, {@code
 * evaluation}, DL4J and Spark.
 */
package org.hammingbird.spark.training;
