package dev.impuls.server.api;

import dev.impuls.function.FieldProblem;
import java.util.List;

/** A request that cannot be done, with the answer it gets. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final transient List<FieldProblem> details;

  ApiException(int status, String code, String message) {
    this(status, code, message, List.of());
  }

  ApiException(int status, String code, String message, List<FieldProblem> details) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.details = List.copyOf(details);
  }

  static ApiException invalid(List<FieldProblem> details) {
    return new ApiException(400, "validation_failed", "The function breaks a rule", details);
  }

  static ApiException badParameter(String name, String rule) {
    return new ApiException(
        400,
        "validation_failed",
        "A query parameter breaks a rule",
        List.of(new FieldProblem(name, rule)));
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  List<FieldProblem> details() {
    return details;
  }
}
