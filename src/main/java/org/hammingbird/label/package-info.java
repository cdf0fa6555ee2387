/**
 * What a labelled image is: id, label, split and address. Uses the JDK only: no Spark, no {@code
 * java.sql}.
 */
package org.hammingbird.label;
