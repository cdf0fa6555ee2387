/**
 * The command line: settings, one command a stage, exit codes. The only place that composes stages.
 */
package org.hammingbird.cli;
