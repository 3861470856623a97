package dev.impuls.function;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a function a client may set; those that are null are left as they are. The
 * environment is replaced as a whole. Unchecked: see {@link FunctionRules}.
 */
public record FunctionPatch(
    @Nullable String description,
    @Nullable String runtime,
    @Nullable String handler,
    @Nullable String code,
    @Nullable Integer memoryMb,
    @Nullable Integer timeoutSec,
    @Nullable String group,
    @Nullable String isolation,
    @Nullable Map<String, String> environment) {

  public FunctionPatch {
    environment = environment == null ? null : Map.copyOf(environment);
  }

  /** The function with the fields of this patch, the rest as it was; its revision derived anew. */
  public Function applyTo(Function function) {
    return Function.of(
        new FunctionSummary(
            function.id(),
            function.name(),
            orElse(description, function.description()),
            orElse(runtime, function.runtime()),
            orElse(handler, function.handler()),
            function.codePath(),
            orElse(memoryMb, function.memoryMb()),
            orElse(timeoutSec, function.timeoutSec()),
            function.placement().with(group, isolation),
            function.createdAt(),
            function.updatedAt()),
        orElse(code, function.code()),
        orElse(environment, function.environment()));
  }

  static <T> T orElse(@Nullable T value, T fallback) {
    return value == null ? fallback : value;
  }
}
