/** A host's Docker engine over the host's SSH connection: docker-java speaks, HttpCore frames, {@code docker system dial-stdio} carries. */
@NullMarked
package io.resctl.remote.docker;

import org.jspecify.annotations.NullMarked;
