package dev.impuls.client;

import dev.impuls.function.FieldProblem;
import dev.impuls.function.InvalidFunctionException;
import dev.impuls.function.Revision;
import dev.impuls.store.BrokenFunctionException;
import dev.impuls.store.FunctionExistsException;
import dev.impuls.store.FunctionNotFoundException;
import dev.impuls.store.RevisionMismatchException;
import dev.impuls.store.StoreUnavailableException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import tools.jackson.databind.JsonNode;

/** Answers that tell of a failure, as the exceptions of a store. */
final class RemoteErrors {
  private RemoteErrors() {}

  /**
   * @param name of the function that was asked for, or "" if it was about none
   */
  static RuntimeException of(Api api, HttpResponse<InputStream> response, String name) {
    JsonNode error = api.read(response);
    String message = error.path("message").asString("");
    return switch (error.path("code").asString("")) {
      case "not_found" -> new FunctionNotFoundException(name);
      case "already_exists" -> new FunctionExistsException(name);
      case "revision_mismatch" ->
          new RevisionMismatchException(
              name, response.headers().firstValue("ETag").map(RemoteErrors::revision).orElse(null));
      case "validation_failed" -> invalid(error);
      case "broken_record" -> new BrokenFunctionException(name, api.base().toString(), message);
      case "" -> api.foreign(null);
      default -> new StoreUnavailableException(api.base() + " says: " + message, null);
    };
  }

  static Revision revision(String entityTag) {
    return new Revision(entityTag.replace("\"", ""));
  }

  private static InvalidFunctionException invalid(JsonNode error) {
    var problems = new ArrayList<FieldProblem>();
    for (JsonNode detail : error.path("details").values()) {
      problems.add(
          new FieldProblem(detail.path("field").asString(""), detail.path("message").asString("")));
    }
    return new InvalidFunctionException(problems);
  }
}
