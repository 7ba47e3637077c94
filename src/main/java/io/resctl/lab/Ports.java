package io.resctl.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of 127.0.0.1. */
final class Ports {
    private Ports() {}

    /** The wanted port, or any free one where it is taken. */
    static int free(int wanted) {
        try {
            return bind(wanted);
        } catch (IOException taken) {
            try {
                return bind(0);
            } catch (IOException e) {
                throw new LabException("This machine has no free port on 127.0.0.1: " + e.getMessage(), e);
            }
        }
    }

    static boolean taken(int port) {
        try {
            bind(port);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static int bind(int port) throws IOException {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket.getLocalPort();
        }
    }
}
