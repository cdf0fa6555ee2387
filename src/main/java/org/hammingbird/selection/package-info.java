/**
 * Rules that choose a training set, one class a rule. May use {@code label}, {@code hash} and
 * {@code neighbor}: no Spark.
 */
package org.hammingbird.selection;
