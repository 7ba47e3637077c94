/** The use cases: each takes plain values, returns a result, prints nothing. */
@NullMarked
package io.resctl.app;

import org.jspecify.annotations.NullMarked;
