@NullMarked
package io.resctl.plan;

import org.jspecify.annotations.NullMarked;
