/**
 * Perceptual hashes of rasters, bit for bit those of Python's imagehash. May use {@code image}: no
 * Spark, no Hadoop.
 */
package org.hammingbird.hash;
