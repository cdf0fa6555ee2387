/**
 * Networks, plans and schedules in DL4J's terms. May use {@code image} and DL4J, and a JSON writer:
 * no Spark, which runs them in {@code spark.training}.
 */
package org.hammingbird.training;
