@NullMarked
package io.resctl.component.backup;

import org.jspecify.annotations.NullMarked;
