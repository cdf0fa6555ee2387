/**
 * Results in, one self-contained HTML file out. May use {@code evaluation}, templates and a JSON
 * writer: no Spark.
 */
package org.hammingbird.report;
