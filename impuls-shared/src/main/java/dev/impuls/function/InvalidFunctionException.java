package dev.impuls.function;

import java.util.List;
import java.util.stream.Collectors;

/** A function breaks its rules; carries every broken rule at once. */
public final class InvalidFunctionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<FieldProblem> problems;

  /** Never empty. */
  public InvalidFunctionException(List<FieldProblem> problems) {
    super(
        problems.stream()
            .map(problem -> problem.field() + " " + problem.message())
            .collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  public List<FieldProblem> problems() {
    return problems;
  }
}
