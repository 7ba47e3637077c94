/** Services: equal containers, some on each host of a zone. */
@NullMarked
package io.resctl.component.service;

import org.jspecify.annotations.NullMarked;
