/** The model's tests, and sites that other tests share. */
@NullMarked
package io.resctl.model;

import org.jspecify.annotations.NullMarked;
