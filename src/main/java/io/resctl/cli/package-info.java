/** The command line: options in, one use case each, a view's text and an exit code out. */
@NullMarked
package io.resctl.cli;

import org.jspecify.annotations.NullMarked;
