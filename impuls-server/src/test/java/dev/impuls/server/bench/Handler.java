package dev.impuls.server.bench;

import java.io.IOException;
import java.nio.file.Files;

/** A handler that every side of a comparison runs, with an event and what is to come of it. */
enum Handler {
  HELLO("hello", "{\"name\":\"World\"}", "{\"message\":\"Hello, World!\"}"),
  CPU("cpu", "{\"seed\":7}", "{\"check\":2869737628,\"length\":28954}");

  private final String file;
  private final String event;
  private final String body;

  Handler(String file, String event, String body) {
    this.file = file;
    this.event = event;
    this.body = body;
  }

  /** The file without its ending; the function's name, too. */
  String file() {
    return file;
  }

  String event() {
    return event;
  }

  boolean isAnsweredBy(Api.Answer answer) {
    return answer.status() == 200 && answer.json().path("body").equals(Api.parse(body));
  }

  String code(Settings settings) throws IOException {
    return Files.readString(settings.peers().resolve(file + ".js"));
  }
}
