@NullMarked
package io.resctl.component.supervision;

import org.jspecify.annotations.NullMarked;
