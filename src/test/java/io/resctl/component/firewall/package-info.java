@NullMarked
package io.resctl.component.firewall;

import org.jspecify.annotations.NullMarked;
