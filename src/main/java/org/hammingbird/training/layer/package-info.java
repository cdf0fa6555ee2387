/**
 * DL4J layers that are computed by oneDNN, called from Java on views of DL4J's flat vectors, and by
 * DL4J's own layers where oneDNN is not there. May use DL4J and oneDNN's binding: no Spark, and
 * nothing else of this project.
 */
package org.hammingbird.training.layer;
