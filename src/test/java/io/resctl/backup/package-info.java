@NullMarked
package io.resctl.backup;

import org.jspecify.annotations.NullMarked;
