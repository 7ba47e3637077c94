package io.resctl.remote.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthPublickey;

/**
 * The keys to offer, in OpenSSH's order: keys of the agent that are named, other keys of the agent, key files.
 *
 * @param notes what was offered and what could not be, for the message if none is taken
 * @param locked files with a passphrase that the agent does not hold
 */
record Keys(List<AuthMethod> methods, List<String> notes, List<Path> locked) {

    static Keys of(Destination destination, SSHClient client) {
        List<AuthMethod> methods = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        List<Path> locked = new ArrayList<>();
        List<KeyFile> files = files(destination.keys(), notes);
        List<Agent.Identity> held = new ArrayList<>();
        destination.agent().ifPresent(socket -> {
            Agent agent = new Agent(socket);
            try {
                List<Agent.Identity> all = agent.identities();
                all.stream()
                        .filter(i -> files.stream().anyMatch(f -> same(f, i)))
                        .forEach(held::add);
                List<Agent.Identity> offered = new ArrayList<>(held);
                if (!destination.onlyThese()) {
                    all.stream().filter(i -> !held.contains(i)).forEach(offered::add);
                }
                for (Agent.Identity identity : offered) {
                    methods.add(new AgentAuth(agent, identity));
                    notes.add(identity.comment() + " (agent)");
                }
            } catch (IOException e) {
                notes.add("no agent answers at " + socket);
            }
        });
        for (KeyFile file : files) {
            if (held.stream().anyMatch(i -> same(file, i))) {
                continue;
            }
            if (file.encrypted()) {
                notes.add(file.path() + " (not offered: it has a passphrase)");
                locked.add(file.path());
                continue;
            }
            try {
                methods.add(new AuthPublickey(client.loadKeys(file.path().toString())));
                notes.add(file.path().toString());
            } catch (IOException | RuntimeException e) {
                notes.add(file.path() + " (not offered: " + e.getMessage() + ")");
            }
        }
        return new Keys(List.copyOf(methods), List.copyOf(notes), List.copyOf(locked));
    }

    private static List<KeyFile> files(List<Path> paths, List<String> notes) {
        List<KeyFile> files = new ArrayList<>();
        for (Path path : paths) {
            try {
                if (Files.isRegularFile(path)) {
                    files.add(KeyFile.read(path));
                } else {
                    notes.add(path + " (no such file)");
                }
            } catch (IOException e) {
                notes.add(path + " (cannot be read: " + e.getMessage() + ")");
            }
        }
        return files;
    }

    private static boolean same(KeyFile file, Agent.Identity identity) {
        return file.publicKey().equals(Optional.of(identity.key()));
    }
}
