package dev.impuls.desktop.browse;

import dev.impuls.function.Runtimes;

/** The code new functions begin with. */
final class Templates {
  private Templates() {}

  /** One that answers, for the handler {@code index.handler} where functions have one. */
  static String code(String runtime) {
    return switch (Runtimes.extension(runtime)) {
      case "js" ->
          """
          exports.handler = async (event) => {
            console.info('called with', event);
            return { statusCode: 200, body: { hello: event?.name ?? 'world' } };
          };
          """;
      case "py" ->
          """
          def handler(event, context):
              return {"statusCode": 200, "body": {"hello": event.get("name", "world")}}
          """;
      default -> "";
    };
  }
}
