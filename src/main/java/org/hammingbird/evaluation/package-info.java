/**
 * Immutable measurements merged by {@code add}: confusion matrices, distance distributions,
 * degradation curves. Uses the JDK only.
 */
package org.hammingbird.evaluation;
