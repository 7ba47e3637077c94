/** What may enter a host from outside: SSH, the gateway's ports, the VPN, and nothing else. */
@NullMarked
package io.resctl.component.firewall;

import org.jspecify.annotations.NullMarked;
