/** The planner and the executor as they are, over hosts that live in memory. */
@NullMarked
package io.resctl.engine;

import org.jspecify.annotations.NullMarked;
