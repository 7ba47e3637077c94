package io.resctl.handler;

import io.resctl.host.Script;
import io.resctl.resource.Known;
import io.resctl.resource.Resource;
import java.util.List;

/** Finds the handler by the resource's kind. */
public final class KindHandlers implements Handlers {
    @Override
    public Script question(Resource resource) {
        return bound(resource).question();
    }

    @Override
    public List<Step> make(String host, Resource resource, Known known) {
        return bound(resource).make(host, known);
    }

    @Override
    public List<Step> remove(String host, Resource resource, boolean data) {
        return bound(resource).remove(host, data);
    }

    private static Bound<?> bound(Resource resource) {
        return switch (resource) {
            case Resource.Packages r -> new Bound<>(new PackagesHandler(), r);
            case Resource.Directory r -> new Bound<>(new DirectoryHandler(), r);
            case Resource.TextFile r -> new Bound<>(new TextFileHandler(), r);
            case Resource.WireguardKey r -> new Bound<>(new WireguardKeyHandler(), r);
            case Resource.VpnPeers r -> new Bound<>(new VpnPeersHandler(), r);
            case Resource.Image r -> new Bound<>(new ImageHandler(), r);
            case Resource.Network r -> new Bound<>(new NetworkHandler(), r);
            case Resource.Container r -> new Bound<>(new ContainerHandler(), r);
            case Resource.Unit r -> new Bound<>(new UnitHandler(), r);
            case Resource.Firewall r -> new Bound<>(new FirewallHandler(), r);
            case Resource.DatabaseData r -> new Bound<>(new DatabaseDataHandler(), r);
            case Resource.DatabaseRole r -> new Bound<>(new DatabaseRoleHandler(), r);
            case Resource.DatabaseSchema r -> new Bound<>(new DatabaseSchemaHandler(), r);
            case Resource.DatabaseAccount r -> new Bound<>(new DatabaseAccountHandler(), r);
        };
    }

    /** A handler and a resource of its kind. */
    private record Bound<R extends Resource>(Handler<R> handler, R resource) {
        Script question() {
            return handler.question(resource);
        }

        List<Step> make(String host, Known known) {
            return handler.make(host, resource, known);
        }

        List<Step> remove(String host, boolean data) {
            return handler.remove(host, resource, data);
        }
    }
}
