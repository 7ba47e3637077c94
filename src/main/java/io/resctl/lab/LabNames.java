package io.resctl.lab;

/** What the engine calls the objects of a lab. */
record LabNames(String lab) {
    String wan() {
        return container("wan");
    }

    String network(String zone) {
        return container("zone-" + zone);
    }

    String container(String host) {
        return "resctl-lab-" + lab + "-" + host;
    }

    String registry() {
        return container("registry");
    }

    String volume(String host, String what) {
        return container(host) + "-" + what;
    }
}
