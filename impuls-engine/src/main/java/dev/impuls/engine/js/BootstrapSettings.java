package dev.impuls.engine.js;

import dev.impuls.function.Function;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/**
 * The settings of the bootstrap script, as JSON: those of any context, and those of the function it
 * is for, among them the environment variables and the names that AWS Lambda gives a function.
 */
final class BootstrapSettings {
  private static final JsonMapper JSON = new JsonMapper();

  private BootstrapSettings() {}

  /** Settings that are the same for all functions. */
  static String ofContext(NodeLibrary library) {
    var settings = new LinkedHashMap<String, Object>();
    settings.put("prefix", CodeLoader.PREFIX.length());
    settings.put("pid", ProcessHandle.current().pid());
    settings.put("arch", arch());
    settings.put("modules", library.modules());
    settings.put("instead", library.instead());
    settings.put("hashes", HostCrypto.algorithms());
    return JSON.writeValueAsString(settings);
  }

  /** Settings of one environment of a function; the name of its log stream is a new one. */
  static String ofFunction(Function function) {
    String name = function.name();
    String stream =
        DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT)
                .format(Instant.now().atZone(ZoneOffset.UTC))
            + "/[$LATEST]"
            + UUID.randomUUID().toString().replace("-", "");
    var environment = new LinkedHashMap<String, String>();
    environment.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + function.runtime() + ".x");
    environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", String.valueOf(function.memoryMb()));
    environment.put("AWS_LAMBDA_FUNCTION_NAME", name);
    environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + name);
    environment.put("AWS_LAMBDA_LOG_STREAM_NAME", stream);
    environment.put("LAMBDA_TASK_ROOT", "/var/task");
    environment.put("TZ", ":UTC");
    environment.put("_HANDLER", function.handler());
    environment.putAll(function.environment());
    var settings = new LinkedHashMap<String, Object>();
    settings.put("name", name);
    settings.put("handler", function.handler());
    settings.put("memoryMb", String.valueOf(function.memoryMb()));
    settings.put("environment", environment);
    settings.put("nodeVersion", "v" + function.runtime().substring("nodejs".length()) + ".0.0");
    settings.put("logGroup", "/aws/lambda/" + name);
    settings.put("logStream", stream);
    settings.put("arn", "arn:aws:lambda:local:000000000000:function:" + name);
    return JSON.writeValueAsString(settings);
  }

  /** The processor, as Node.js names it. */
  private static String arch() {
    return switch (System.getProperty("os.arch")) {
      case "amd64" -> "x64";
      case "aarch64" -> "arm64";
      case String other -> other;
    };
  }
}
