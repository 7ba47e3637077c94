/** What runs where and when: systemd units, the lease, and the guard that says whether this zone may serve. */
@NullMarked
package io.resctl.component.supervision;

import org.jspecify.annotations.NullMarked;
