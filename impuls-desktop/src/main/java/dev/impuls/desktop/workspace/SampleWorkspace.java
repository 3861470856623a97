package dev.impuls.desktop.workspace;

import dev.impuls.desktop.state.StateDirectory;
import dev.impuls.function.FunctionDraft;
import dev.impuls.function.Placement;
import dev.impuls.store.FunctionExistsException;
import dev.impuls.store.file.FileFunctionStore;
import dev.impuls.store.file.FileStoreSettings;
import dev.impuls.store.file.FoundDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A directory of functions to try things on, made of the examples. Not for the UI thread. */
public final class SampleWorkspace {
  private static final String DIRECTORY = "sample";
  private static final List<String> EXAMPLES =
      List.of("check-order", "order-total", "rate-limit", "resize-plan", "word-count");

  private final StateDirectory state;

  /** One that is kept with what the console remembers. */
  public SampleWorkspace(StateDirectory state) {
    this.state = state;
  }

  /**
   * Where it is; made when it is not there, and otherwise left as it is.
   *
   * @throws IOException if other things are there, too
   */
  public Address.Directory make() throws IOException {
    Path directory = state.path().resolve(DIRECTORY);
    FoundDirectory found = FoundDirectory.at(directory);
    if (found.refusal() != null) {
      throw new IOException(found.refusal());
    }
    if (found.kind() != FoundDirectory.Kind.STORE) {
      state.makeDirectory(DIRECTORY);
      try (var store = FileFunctionStore.open(new FileStoreSettings(directory, true))) {
        for (String example : EXAMPLES) {
          create(store, example);
        }
      }
    }
    return new Address.Directory(directory);
  }

  private static void create(FileFunctionStore store, String example) throws IOException {
    JsonNode fields = JsonMapper.shared().readTree(resource(example, "function.json"));
    try {
      store.create(
          new FunctionDraft(
              fields.path("name").asString(),
              fields.path("description").asString(),
              fields.path("runtime").asString(),
              fields.path("handler").asString(),
              new String(resource(example, "function.js"), StandardCharsets.UTF_8),
              fields.path("memory_mb").asInt(),
              fields.path("timeout_sec").asInt(),
              Placement.DEFAULT,
              environment(fields.path("environment"))));
    } catch (FunctionExistsException e) {
      // Another console is making it just now.
      return;
    }
  }

  private static Map<String, String> environment(JsonNode object) {
    var environment = new LinkedHashMap<String, String>();
    object.forEachEntry((key, value) -> environment.put(key, value.asString()));
    return environment;
  }

  /** Events to run the examples with, by the names of the functions. */
  public static Map<String, String> events() throws IOException {
    var events = new LinkedHashMap<String, String>();
    for (String example : EXAMPLES) {
      events.put(example, new String(resource(example, "event.json"), StandardCharsets.UTF_8));
    }
    return events;
  }

  private static byte[] resource(String example, String file) throws IOException {
    String name = "examples/" + example + "/" + file;
    try (InputStream in = SampleWorkspace.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
