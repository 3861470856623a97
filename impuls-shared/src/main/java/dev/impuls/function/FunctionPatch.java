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
    @Nullable Map<String, String> environment) {

  public FunctionPatch {
    environment = environment == null ? null : Map.copyOf(environment);
  }

  /** True if nothing would change. */
  public boolean isEmpty() {
    return equals(new FunctionPatch(null, null, null, null, null, null, null));
  }
}
