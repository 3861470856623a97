package dev.impuls.function;

/**
 * One broken rule.
 *
 * @param field the field as the API names it, e.g. {@code memory_mb}
 * @param message what is wrong and what would be right, for people
 */
public record FieldProblem(String field, String message) {}
