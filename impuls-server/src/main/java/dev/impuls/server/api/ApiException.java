package dev.impuls.server.api;

import dev.impuls.function.FieldProblem;
import java.util.List;
import java.util.Map;

/** A request that cannot be done, with the answer it gets. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ApiError error;

  ApiException(ApiError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  ApiException(int status, String code, String message) {
    this(new ApiError(status, code, message));
  }

  static ApiException badParameter(String name, String rule) {
    return new ApiException(
        new ApiError(
            400,
            "validation_failed",
            "A query parameter breaks a rule",
            List.of(new FieldProblem(name, rule)),
            Map.of()));
  }

  static ApiException badField(String name, String rule) {
    return new ApiException(ApiError.invalid(List.of(new FieldProblem(name, rule))));
  }

  ApiError error() {
    return error;
  }
}
