/** Tests of {@code io.resctl.app}. */
@NullMarked
package io.resctl.app;

import org.jspecify.annotations.NullMarked;
