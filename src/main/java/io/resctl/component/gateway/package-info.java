/** The public entrance of each zone: HAProxy in front of the services. */
@NullMarked
package io.resctl.component.gateway;

import org.jspecify.annotations.NullMarked;
