/** Tests of {@code io.resctl.descriptor}. */
@NullMarked
package io.resctl.descriptor;

import org.jspecify.annotations.NullMarked;
