@NullMarked
package io.resctl.component.service;

import org.jspecify.annotations.NullMarked;
