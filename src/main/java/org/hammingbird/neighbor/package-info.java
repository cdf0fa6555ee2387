/**
 * Near-duplicates by Hamming distance: exact indexes, verification, clusters. May use {@code hash}
 * and {@code image}: no Spark.
 */
package org.hammingbird.neighbor;
