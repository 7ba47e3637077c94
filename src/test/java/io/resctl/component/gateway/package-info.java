@NullMarked
package io.resctl.component.gateway;

import org.jspecify.annotations.NullMarked;
