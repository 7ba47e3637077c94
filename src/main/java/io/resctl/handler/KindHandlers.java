package io.resctl.handler;

import io.resctl.host.Script;
import io.resctl.resource.Container;
import io.resctl.resource.DatabaseAccount;
import io.resctl.resource.DatabaseData;
import io.resctl.resource.DatabaseHeartbeat;
import io.resctl.resource.DatabaseRole;
import io.resctl.resource.DatabaseSchema;
import io.resctl.resource.Directory;
import io.resctl.resource.Firewall;
import io.resctl.resource.Image;
import io.resctl.resource.Known;
import io.resctl.resource.Network;
import io.resctl.resource.Packages;
import io.resctl.resource.Resource;
import io.resctl.resource.SolePassword;
import io.resctl.resource.TextFile;
import io.resctl.resource.Unit;
import io.resctl.resource.VpnPeers;
import io.resctl.resource.WireguardKey;
import java.util.List;

/** Finds the handler by the resource's kind. */
public final class KindHandlers implements Handlers {
    @Override
    public Script question(Resource resource) {
        return bound(resource).question();
    }

    @Override
    public List<Script> ahead(List<Resource> resources) {
        return Glances.ahead(
                resources.stream().flatMap(r -> bound(r).glances().stream()).toList());
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
            case Packages r -> new Bound<>(new PackagesHandler(), r);
            case Directory r -> new Bound<>(new DirectoryHandler(), r);
            case TextFile r -> new Bound<>(new TextFileHandler(), r);
            case WireguardKey r -> new Bound<>(new WireguardKeyHandler(), r);
            case VpnPeers r -> new Bound<>(new VpnPeersHandler(), r);
            case Image r -> new Bound<>(new ImageHandler(), r);
            case Network r -> new Bound<>(new NetworkHandler(), r);
            case Container r -> new Bound<>(new ContainerHandler(), r);
            case Unit r -> new Bound<>(new UnitHandler(), r);
            case Firewall r -> new Bound<>(new FirewallHandler(), r);
            case DatabaseData r -> new Bound<>(new DatabaseDataHandler(), r);
            case DatabaseRole r -> new Bound<>(new DatabaseRoleHandler(), r);
            case DatabaseSchema r -> new Bound<>(new DatabaseSchemaHandler(), r);
            case DatabaseAccount r -> new Bound<>(new DatabaseAccountHandler(), r);
            case SolePassword r -> new Bound<>(new SolePasswordHandler(), r);
            case DatabaseHeartbeat r -> new Bound<>(new DatabaseHeartbeatHandler(), r);
        };
    }

    /** A handler and a resource of its kind. */
    private record Bound<R extends Resource>(Handler<R> handler, R resource) {
        Script question() {
            return handler.question(resource);
        }

        List<Glance> glances() {
            return handler.glances(resource);
        }

        List<Step> make(String host, Known known) {
            return handler.make(host, resource, known);
        }

        List<Step> remove(String host, boolean data) {
            return handler.remove(host, resource, data);
        }
    }
}
