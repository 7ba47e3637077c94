@NullMarked
package io.resctl.remote.docker;

import org.jspecify.annotations.NullMarked;
