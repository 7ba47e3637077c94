/** Asking every host at once what is there: one script, one round trip, nothing changed. */
@NullMarked
package io.resctl.observe;

import org.jspecify.annotations.NullMarked;
