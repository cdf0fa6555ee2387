/**
 * Pixels: decoding, resampling, quality measures, augmentation and corruption of 8-bit rasters.
 * Uses the JDK and the image decoders: no Spark, no Hadoop.
 */
package org.hammingbird.image;
