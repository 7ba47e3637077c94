@NullMarked
package io.resctl.journal;

import org.jspecify.annotations.NullMarked;
