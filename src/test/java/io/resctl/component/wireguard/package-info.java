@NullMarked
package io.resctl.component.wireguard;

import org.jspecify.annotations.NullMarked;
