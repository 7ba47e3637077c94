/** Rules of planning, one by one. */
@NullMarked
package io.resctl.plan;

import org.jspecify.annotations.NullMarked;
