/**
 * Fetches the bytes of images through Hadoop's file systems, under allowed roots only. May use
 * {@code image}, Spark and Hadoop.
 */
package org.hammingbird.spark.image;
