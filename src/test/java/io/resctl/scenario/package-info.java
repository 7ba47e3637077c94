/** The main job from outside: the built tool, as a process, against real hosts in a lab. Each scenario is one point of "It must show". */
@NullMarked
package io.resctl.scenario;

import org.jspecify.annotations.NullMarked;
