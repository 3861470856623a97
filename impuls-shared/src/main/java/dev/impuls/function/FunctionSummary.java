package dev.impuls.function;

import java.time.Instant;

/**
 * A function without its code and environment: what lists show. The components mean what they mean
 * in {@link Function}.
 */
public record FunctionSummary(
    String id,
    String name,
    String description,
    String runtime,
    String handler,
    String codePath,
    int memoryMb,
    int timeoutSec,
    Placement placement,
    Instant createdAt,
    Instant updatedAt) {}
