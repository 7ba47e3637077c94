package io.resctl.view;

import io.resctl.backup.Inventory;
import io.resctl.diag.Diagnostic;
import java.util.List;

/**
 * What backups there are.
 *
 * @param inventories of the hosts that answered
 * @param notes what is wrong; an error means that less could be restored than the descriptor promises
 */
public record BackupReport(String site, List<Inventory> inventories, List<Diagnostic> unseen, List<Diagnostic> notes) {}
