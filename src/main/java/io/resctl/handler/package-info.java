/**
 * For each kind of resource: the question that finds it and the orders that make, change and remove it. Pure: shell text out, no I/O.
 *
 * <h2>What a question may use</h2>
 *
 * A question runs as root under {@code sh} (dash), without {@code set -e} or {@code set -u}, in a subshell of its own, as one of many in one script. Only
 * what it says through these functions counts; its own output on either stream is dropped.
 *
 * <ul>
 *   <li>{@code attr NAME VALUE}: an attribute, named as in {@code Resource.wants()}. The resource is present. A value may have several lines.
 *   <li>{@code attr_file NAME PATH [KEY]}: the same, the value being a file's whole content.
 *   <li>{@code absent}: it is not there. (Attributes that were said before are forgotten.)
 *   <li>{@code unknown REASON}: it cannot be seen now. A question that says nothing, fails or is cut off counts as unknown too.
 *   <li>{@code fact KEY VALUE}: a fact of the host, such as a public key.
 *   <li>{@code container_row NAME}: true if the container exists; then {@code $container_state} ({@code running}, {@code exited}, {@code created} …),
 *       {@code $container_health} ({@code healthy}, {@code unhealthy}, {@code starting}, {@code none}), {@code $container_definition} (label
 *       {@code io.resctl.definition}, {@code -} without it), {@code $container_created} and {@code $container_started} (as the engine writes them:
 *       {@code seconds TIME} prints seconds since 1970), {@code $container_image} (id) are set. Returns 1 if there is none, 2 if the engine is down. Where Docker is not
 *       installed nothing of it can be there. Of many questions it costs nothing: all containers are asked once. The script must name
 *       {@code container_row} literally.
 *   <li>{@code image_present IMAGE}: true if the engine has it; 1 if not, 2 if the engine is down. Named literally, too.
 *   <li>{@code stat_of KEY PATH}: sets {@code $stat_mode}, {@code $stat_owner} and {@code $stat_time} (seconds since 1970, with six decimals) of what is
 *       there, seen through links; fails where nothing is.
 *   <li>{@code unit_of KEY NAME}: sets {@code $unit_said} to what systemd says of a unit, a property a line. {@code enabled_of KEY NAME}: sets
 *       {@code $unit_enabled} to the word of {@code systemctl is-enabled}.
 *   <li>These three, and {@code attr_file}, answer from what was looked at for all questions in one go, where a handler named it among its {@code glances}; the key is that glance's.
 *       What was not looked at then they look at now.
 * </ul>
 *
 * <h2>What an order may use</h2>
 *
 * Orders run under {@code set -e}, each in a subshell. A line {@code fact KEY VALUE} on standard output is a fact of the host; a line
 * {@code note TEXT[TAB HINT]} there is said when the run is over, such as what was left and why; a line {@code progress: TEXT} on standard error is shown while it runs; what a failed order said last on standard error is shown to the user, so it must say
 * what is true now and what to do, and no secret.
 */
@NullMarked
package io.resctl.handler;

import org.jspecify.annotations.NullMarked;
