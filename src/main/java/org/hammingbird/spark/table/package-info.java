/**
 * The workspace: schemas, Delta tables, documents and run manifests. The only place that knows how
 * a table is committed. Uses Spark and Delta: no other package of this project.
 */
package org.hammingbird.spark.table;
