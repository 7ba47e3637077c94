package io.resctl.component;

import io.resctl.model.Lease;
import io.resctl.model.Site;

/** What the wishes are a function of: the descriptor and the lease. */
public record Setting(Site site, Lease lease) {
    public boolean live(String zone) {
        return lease.live().equals(zone);
    }
}
