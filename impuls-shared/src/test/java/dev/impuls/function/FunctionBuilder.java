package dev.impuls.function;

import java.time.Instant;
import java.util.Map;

/** Builds functions for tests. Fields that a test does not set have ordinary values. */
public final class FunctionBuilder {
  private final String name;
  private final String code;
  private String id = "id";
  private String description = "";
  private String runtime = "nodejs22";
  private String handler = "index.handler";
  private String codePath = "";
  private int memoryMb = 128;
  private int timeoutSec = 30;
  private Placement placement = Placement.DEFAULT;
  private Map<String, String> environment = Map.of();
  private Instant createdAt = Instant.parse("2026-01-01T00:00:00Z");
  private Instant updatedAt = createdAt;

  public FunctionBuilder(String name, String code) {
    this.name = name;
    this.code = code;
  }

  public FunctionBuilder id(String newId) {
    id = newId;
    return this;
  }

  public FunctionBuilder description(String newDescription) {
    description = newDescription;
    return this;
  }

  public FunctionBuilder runtime(String newRuntime) {
    runtime = newRuntime;
    return this;
  }

  public FunctionBuilder handler(String newHandler) {
    handler = newHandler;
    return this;
  }

  public FunctionBuilder codePath(String newCodePath) {
    codePath = newCodePath;
    return this;
  }

  public FunctionBuilder memoryMb(int newMemoryMb) {
    memoryMb = newMemoryMb;
    return this;
  }

  public FunctionBuilder timeoutSec(int newTimeoutSec) {
    timeoutSec = newTimeoutSec;
    return this;
  }

  public FunctionBuilder placement(Placement newPlacement) {
    placement = newPlacement;
    return this;
  }

  public FunctionBuilder environment(Map<String, String> newEnvironment) {
    environment = newEnvironment;
    return this;
  }

  /** Created at that time and not updated since. */
  public FunctionBuilder at(Instant time) {
    return at(time, time);
  }

  public FunctionBuilder at(Instant created, Instant updated) {
    createdAt = created;
    updatedAt = updated;
    return this;
  }

  public Function build() {
    return Function.of(
        new FunctionSummary(
            id,
            name,
            description,
            runtime,
            handler,
            codePath,
            memoryMb,
            timeoutSec,
            placement,
            createdAt,
            updatedAt),
        code,
        environment);
  }
}
