/** Tests of {@code io.resctl.cli}. */
@NullMarked
package io.resctl.cli;

import org.jspecify.annotations.NullMarked;
