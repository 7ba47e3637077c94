@NullMarked
package io.resctl.component.ambassador;

import org.jspecify.annotations.NullMarked;
