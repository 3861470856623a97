package dev.impuls.server.bench;

import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** The functions of the soak: those whose every answer must be right, and those that misbehave. */
final class SoakCalls {
  /** Says what it is told in its answer and its log, and what others left in its objects. */
  private static final String ECHO =
      """
      exports.handler = async (event) => {
        const strange = [];
        for (const key in {}) strange.push(key);
        console.log(event.token);%s
        return { token: event.token, json: JSON.stringify([event.token, event.token]), strange };
      };
      """;

  static final List<Kind> GOOD =
      List.of(
          new Kind("echo", ECHO.formatted(""), SoakCalls::isEchoed),
          new Kind(
              "wait",
              ECHO.formatted("\n  await new Promise((resolve) => setTimeout(resolve, 5));"),
              SoakCalls::isEchoed));

  static final List<Kind> BAD =
      List.of(
          new Kind("loop", 1, handler("for (;;);"), failed(504, "Sandbox.Timedout")),
          new Kind(
              "never-settles",
              handler("await new Promise(() => {});"),
              call -> call.status() == 200 && call.body().isNull()),
          new Kind(
              "recursion",
              handler("const again = () => again() + 1; return again();"),
              failed(500, "RangeError")),
          new Kind(
              "memory",
              180,
              handler("let a = []; for (;;) a.push({});"),
              failed(507, "Runtime.OutOfMemory").or(SoakCalls::isPaused)),
          new Kind(
              "logs",
              handler("for (let i = 0; i < 100; i++) console.log('x'.repeat(1 << 20)); return 1;"),
              call -> call.status() == 200 && call.body().asInt(0) == 1),
          new Kind(
              "large-result",
              handler("return 'x'.repeat(50 << 20);"),
              failed(500, "Function.ResponseSizeTooLarge")),
          new Kind(
              "timer-throws",
              handler(
                  "setTimeout(() => { throw new Error('in a timer'); }, 1);"
                      + " await new Promise((resolve) => setTimeout(resolve, 1000));"),
              failed(500, "Error")),
          new Kind(
              "throws-null",
              handler("throw null;"),
              call -> call.status() == 500 && call.answer().json().has("error")),
          new Kind(
              "cycle",
              handler("const cycle = {}; cycle.cycle = cycle; return cycle;"),
              failed(500, "TypeError")),
          new Kind(
              "pollution",
              handler(
                  "Object.prototype.strange = 1; Array.prototype.push = () => 7;"
                      + " JSON.stringify = () => '\"polluted\"'; Promise.prototype.then = null;"
                      + " return 1;"),
              call -> call.status() == 200 || call.status() == 500));

  private SoakCalls() {}

  /**
   * @param right whether an answer is the one that must come
   */
  record Kind(String name, int timeoutSec, String code, Predicate<Call> right) {
    Kind(String name, String code, Predicate<Call> right) {
      this(name, 30, code, right);
    }
  }

  /** A call with a token of its own, and its answer. */
  record Call(String token, Api.Answer answer) {
    int status() {
      return answer.status();
    }

    JsonNode body() {
      return answer.json().path("body");
    }
  }

  private static String handler(String body) {
    return "exports.handler = async (event) => { " + body + " };\n";
  }

  private static Predicate<Call> failed(int status, String type) {
    return call -> call.status() == status && call.answer().errorType().equals(type);
  }

  /** What ends its process each time is not started again at once. */
  private static boolean isPaused(Call call) {
    String message = call.answer().json().path("error").path("message").asString("");
    return call.status() == 500 && message.contains("times without answering; it is started again");
  }

  private static boolean isEchoed(Call call) {
    String twice = "[\"" + call.token() + "\",\"" + call.token() + "\"]";
    JsonNode logs = call.answer().json().path("logs");
    return call.status() == 200
        && call.body().path("token").asString("").equals(call.token())
        && call.body().path("json").asString("").equals(twice)
        && call.body().path("strange").isArray()
        && call.body().path("strange").isEmpty()
        && logs.size() == 1
        && logs.path(0).path("message").asString("").equals(call.token());
  }
}
