/** Workspaces: opening a directory or a server, those opened before, keys of servers. */
@NullMarked
package dev.impuls.desktop.workspace;

import org.jspecify.annotations.NullMarked;
