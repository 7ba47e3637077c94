/** The hosts over SSH: one connection each, scripts on standard input, host keys checked, and streams for the Docker engine. */
@NullMarked
package io.resctl.remote.ssh;

import org.jspecify.annotations.NullMarked;
