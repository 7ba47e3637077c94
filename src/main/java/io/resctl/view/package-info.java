/** What people and programs see: plans, findings and events as text and as JSON. */
@NullMarked
package io.resctl.view;

import org.jspecify.annotations.NullMarked;
