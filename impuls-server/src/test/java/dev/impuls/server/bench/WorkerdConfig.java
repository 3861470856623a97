package dev.impuls.server.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration of workerd with a worker for each function, behind one that hands calls on. */
final class WorkerdConfig {
  private static final String COMPATIBILITY = "compatibilityDate = \"2026-01-01\"";

  private WorkerdConfig() {}

  /**
   * Writes it where the handlers are copied to, as it may embed only what is beside it.
   *
   * @return the file
   */
  static Path write(Settings settings, List<Fleet.Member> functions) throws IOException {
    Path directory = Files.createDirectories(settings.directory().resolve("workerd"));
    for (String file : List.of("workers.js", "worker.js", "hello.js", "cpu.js")) {
      Files.write(directory.resolve(file), Files.readAllBytes(settings.peers().resolve(file)));
    }
    return Files.writeString(directory.resolve("workerd.capnp"), text(functions));
  }

  private static String text(List<Fleet.Member> functions) {
    String services = lines(functions, "    (name = \"%1$s\", worker = .%2$s),");
    String bindings = lines(functions, "    (name = \"%1$s\", service = \"%1$s\"),");
    var text = new StringBuilder();
    text.append("using Workerd = import \"/workerd/workerd.capnp\";\n")
        .append("const config :Workerd.Config = (\n  services = [\n")
        .append("    (name = \"main\", worker = .main),\n")
        .append(services)
        .append("\n  ],\n  sockets = [(name = \"http\", address = \"127.0.0.1:0\", http = (),")
        .append(" service = \"main\")],\n);\n")
        .append("const main :Workerd.Worker = (\n")
        .append("  modules = [(name = \"workers.js\", esModule = embed \"workers.js\")],\n  ")
        .append(COMPATIBILITY)
        .append(",\n  bindings = [\n")
        .append(bindings)
        .append("\n  ],\n);\n");
    for (Handler handler : Handler.values()) {
      text.append(worker(handler));
    }
    return text.toString();
  }

  private static String worker(Handler handler) {
    return "const "
        + handler.file()
        + " :Workerd.Worker = (\n  modules = [\n"
        + "    (name = \"worker.js\", esModule = embed \"worker.js\"),\n"
        + "    (name = \"handler.js\", commonJsModule = embed \""
        + handler.file()
        + ".js\"),\n  ],\n  "
        + COMPATIBILITY
        + ",\n);\n";
  }

  private static String lines(List<Fleet.Member> functions, String line) {
    return functions.stream()
        .map(function -> String.format(line, function.name(), function.handler().file()))
        .collect(Collectors.joining("\n"));
  }
}
