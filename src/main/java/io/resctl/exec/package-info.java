/** Carries a plan out: one lane per host, no policy of its own. */
@NullMarked
package io.resctl.exec;

import org.jspecify.annotations.NullMarked;
