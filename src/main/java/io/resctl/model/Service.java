package io.resctl.model;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A program in containers, some equal replicas of it in each zone.
 *
 * @param replicas how many serve in the live zone
 * @param standbyReplicas how many are kept ready (created, or running by strategy) in a zone that is not live; not given: as many as {@code replicas}
 * @param port on which the program listens inside its container
 * @param publish first of the ports on the hosts' VPN addresses: replica N answers on {@code publish + N}
 * @param hosts where replicas may run; empty: every host of the zone
 * @param user {@code uid} or {@code uid:gid} inside the container; who reads the secret files. Empty: the image's (root for the files)
 * @param exposeSecretsInEnv {@code expose: env}: secrets as plain variables (visible in {@code docker inspect}) instead of files
 * @param parallelism how many replicas an update may take down at a time
 */
public record Service(
        String name,
        String image,
        int replicas,
        Optional<Integer> standbyReplicas,
        Port port,
        int publish,
        List<String> hosts,
        List<String> command,
        Optional<String> user,
        SortedMap<String, EnvValue> env,
        boolean exposeSecretsInEnv,
        List<VolumeMount> volumes,
        Health health,
        Limits limits,
        int parallelism) {}
