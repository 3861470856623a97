package dev.impuls.store.file;

import dev.impuls.function.Placement;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a metadata file says, as far as it says it.
 *
 * @param code the code, where the file carries it itself
 * @param createdAt null if the file does not say
 * @param updatedAt null if the file does not say
 * @param all the whole file, fields we do not know included
 */
record Metadata(
    String id,
    String name,
    String description,
    String runtime,
    String handler,
    @Nullable String code,
    int memoryMb,
    int timeoutSec,
    Placement placement,
    Map<String, String> environment,
    @Nullable Instant createdAt,
    @Nullable Instant updatedAt,
    ObjectNode all) {}
