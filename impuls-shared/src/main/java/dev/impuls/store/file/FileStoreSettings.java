package dev.impuls.store.file;

import java.nio.file.Path;

/**
 * Where a file store is and how it writes.
 *
 * @param dataDirectory holds {@code functions/}; made if it is not there
 * @param privateFiles files 0600 and directories 0700 instead of 0644 and 0755
 */
public record FileStoreSettings(Path dataDirectory, boolean privateFiles) {}
