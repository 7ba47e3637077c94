package io.resctl.remote.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What a container said last. */
final class Logs {
    private static final int WIDEST = 300;

    private Logs() {}

    /** The last lines of both outputs, each cut where it is very long; empty where the engine keeps no log. */
    static String tail(DockerClient client, String container, int lines) throws InterruptedException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        ResultCallback.Adapter<Frame> reader = new ResultCallback.Adapter<>() {
            @Override
            public void onNext(Frame frame) {
                text.writeBytes(frame.getPayload());
            }
        };
        try (ResultCallback.Adapter<Frame> reading = client.logContainerCmd(container)
                .withStdOut(true)
                .withStdErr(true)
                .withTail(lines)
                .exec(reader)) {
            reading.awaitCompletion(5, TimeUnit.SECONDS);
        } catch (DockerException | IOException e) {
            return "";
        }
        return text.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(l -> !l.isBlank())
                .map(l -> l.length() > WIDEST ? l.substring(0, WIDEST) + " …" : l)
                .collect(Collectors.joining("\n"));
    }
}
