package dev.impuls.store;

import dev.impuls.function.FunctionDraft;
import dev.impuls.function.FunctionPatch;
import dev.impuls.function.Placement;
import java.util.Map;

/** Drafts and patches for tests. */
public final class Samples {
  /** The code of {@link #draft}. */
  public static final String HELLO = "exports.handler = async () => 'hello';\n";

  /** A patch that sets nothing. */
  public static final FunctionPatch NOTHING =
      new FunctionPatch(null, null, null, null, null, null, null, null, null);

  private Samples() {}

  /** An ordinary function with every field set. */
  public static FunctionDraft draft(String name) {
    return new FunctionDraft(
        name,
        "says hello",
        "nodejs22",
        "index.handler",
        HELLO,
        256,
        7,
        new Placement("team-1", Placement.DEDICATED),
        Map.of("GREETING", "hi"));
  }

  /** The same with another code. */
  public static FunctionDraft draft(String name, String code) {
    return new FunctionDraft(
        name,
        "says hello",
        "nodejs22",
        "index.handler",
        code,
        256,
        7,
        new Placement("team-1", Placement.DEDICATED),
        Map.of("GREETING", "hi"));
  }

  /** The same with another description and runtime. */
  public static FunctionDraft described(String name, String description, String runtime) {
    return new FunctionDraft(
        name, description, runtime, "index.handler", HELLO, 128, 30, Placement.DEFAULT, Map.of());
  }

  public static FunctionPatch description(String description) {
    return new FunctionPatch(description, null, null, null, null, null, null, null, null);
  }

  public static FunctionPatch runtime(String runtime) {
    return new FunctionPatch(null, runtime, null, null, null, null, null, null, null);
  }

  public static FunctionPatch handler(String handler) {
    return new FunctionPatch(null, null, handler, null, null, null, null, null, null);
  }

  public static FunctionPatch code(String code) {
    return new FunctionPatch(null, null, null, code, null, null, null, null, null);
  }

  public static FunctionPatch memory(int memoryMb) {
    return new FunctionPatch(null, null, null, null, memoryMb, null, null, null, null);
  }

  public static FunctionPatch timeout(int timeoutSec) {
    return new FunctionPatch(null, null, null, null, null, timeoutSec, null, null, null);
  }

  public static FunctionPatch group(String group) {
    return new FunctionPatch(null, null, null, null, null, null, group, null, null);
  }

  public static FunctionPatch isolation(String isolation) {
    return new FunctionPatch(null, null, null, null, null, null, null, isolation, null);
  }

  public static FunctionPatch environment(Map<String, String> environment) {
    return new FunctionPatch(null, null, null, null, null, null, null, null, environment);
  }

  /**
   * A patch whose fields vouch for each other: the description is a digest of code and environment,
   * so a reader can tell whether they are of one write.
   */
  public static FunctionPatch sealed(String seed, int codeLength) {
    String code = "// " + seed + "\n" + "x".repeat(codeLength);
    Map<String, String> environment = Map.of("SEED", seed);
    return new FunctionPatch(
        seal(code, environment), null, null, code, null, null, null, null, environment);
  }

  /** A draft whose fields vouch for each other in the same way. */
  public static FunctionDraft sealedDraft(String name, String seed) {
    return new FunctionDraft(
        name,
        seal(seed, Map.of("SEED", seed)),
        "nodejs22",
        "index.handler",
        seed,
        128,
        30,
        Placement.DEFAULT,
        Map.of("SEED", seed));
  }

  /** A patch that sets description and code. */
  public static FunctionPatch described(String description, String code) {
    return new FunctionPatch(description, null, null, code, null, null, null, null, null);
  }

  /** What the description of a {@link #sealed} function must be. */
  public static String seal(String code, Map<String, String> environment) {
    return code.length() + ":" + code.hashCode() + ":" + environment.hashCode();
  }
}
