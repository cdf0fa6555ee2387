/**
 * The drawn sample collection and the embedded database of {@code hammingbird demo}. May use the
 * JDK and {@code label}.
 */
package org.hammingbird.demo;
