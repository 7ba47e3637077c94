/** What a run sends to hosts, under a real shell. */
@NullMarked
package io.resctl.exec;

import org.jspecify.annotations.NullMarked;
