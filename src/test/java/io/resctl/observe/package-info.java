/** Questions under a real shell. */
@NullMarked
package io.resctl.observe;

import org.jspecify.annotations.NullMarked;
