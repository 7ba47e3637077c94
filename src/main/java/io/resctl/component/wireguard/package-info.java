/** The VPN: every host of the site speaks to every other. */
@NullMarked
package io.resctl.component.wireguard;

import org.jspecify.annotations.NullMarked;
