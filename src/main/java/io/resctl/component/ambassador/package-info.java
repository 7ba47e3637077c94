/** On every host: the names that containers use, and on database hosts the router that finds the writable server. */
@NullMarked
package io.resctl.component.ambassador;

import org.jspecify.annotations.NullMarked;
