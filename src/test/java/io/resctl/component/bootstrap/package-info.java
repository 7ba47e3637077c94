@NullMarked
package io.resctl.component.bootstrap;

import org.jspecify.annotations.NullMarked;
