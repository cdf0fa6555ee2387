/**
 * One class a stage. A stage never imports a stage: they meet through tables. May use the whole
 * core and the other {@code spark} packages: not {@code cli}, not {@code demo}.
 */
package org.hammingbird.spark.stage;
