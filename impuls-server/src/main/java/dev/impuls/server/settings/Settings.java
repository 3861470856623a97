package dev.impuls.server.settings;

import dev.impuls.store.StoreAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What variables and a file say where no flag does. The flags of the server are the list of all
 * settings: {@code --data-dir} is the variable {@code IMPULS_DATA_DIR}, and {@code data-dir} in the
 * file. A variable beats the file.
 */
public final class Settings implements IDefaultValueProvider {
  /** The flag that names the file, and its variable. */
  public static final String CONFIG = "--config";

  /** Where files are kept if nobody says otherwise. */
  public static final String USUAL_DIRECTORY = "impuls-data";

  /** Nothing is said. */
  public static final Settings NONE = new Settings(Map.of(), SettingsFile.NONE);

  private static final String PREFIX = "--";
  private static final String VARIABLE_PREFIX = "IMPULS_";
  private static final String CONFIG_VARIABLE = variable(CONFIG);

  /** Names of before there was one for each flag, which stay. */
  private static final Map<String, String> OLDER =
      Map.of(
          "--storage", "STORAGE_TYPE",
          "--data-dir", "DATA_DIR",
          "--db-conn", "DB_CONN",
          "--allowed-hosts", "ALLOWED_HOSTS",
          "--egress", "EGRESS");

  /** Flags that are no settings: they say what is to be done now. */
  private static final Set<String> ACTIONS = Set.of("--help", "--version", "--db-migrate", CONFIG);

  private final Map<String, String> environment;
  private final SettingsFile file;

  /**
   * A value, and what said it.
   *
   * @param from for people: a variable's name, or a line of a file
   */
  public record Value(String text, String from) {}

  private Settings(Map<String, String> environment, SettingsFile file) {
    this.environment = environment;
    this.file = file;
  }

  /**
   * Reads the file that the arguments name, or else the variable {@code IMPULS_CONFIG}.
   *
   * @throws WrongSettingsException if there is one and it cannot be used
   */
  public static Settings of(List<String> arguments, Map<String, String> environment)
      throws WrongSettingsException {
    String path = named(arguments).orElseGet(() -> environment.get(CONFIG_VARIABLE));
    return new Settings(
        environment, path == null || path.isEmpty() ? SettingsFile.NONE : SettingsFile.read(path));
  }

  /** The same for what has no flags of the server. */
  public static Settings of(Map<String, String> environment) throws WrongSettingsException {
    return of(List.of(), environment);
  }

  private static Optional<String> named(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.startsWith(CONFIG + "=")) {
        return Optional.of(argument.substring(CONFIG.length() + 1));
      }
      if (argument.equals(CONFIG) && i + 1 < arguments.size()) {
        return Optional.of(arguments.get(i + 1));
      }
    }
    return Optional.empty();
  }

  /** The variable of a flag. */
  public static String variable(String flag) {
    return VARIABLE_PREFIX
        + flag.substring(PREFIX.length()).replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** Its name in a file. */
  public static String name(String flag) {
    return flag.substring(PREFIX.length());
  }

  /** The variable a flag had before; null for most. */
  public static @Nullable String olderVariable(String flag) {
    return OLDER.get(flag);
  }

  /** The flags that are settings, in the order of the help. */
  public static List<OptionSpec> all(CommandSpec server) {
    return server.options().stream()
        .filter(option -> !option.hidden() && !ACTIONS.contains(option.longestName()))
        .toList();
  }

  /**
   * Returns what is said of a flag that was not given; null if nothing is.
   *
   * @param flag such as {@code --data-dir}
   */
  public @Nullable Value find(String flag) {
    Value value = variable(variable(flag), olderVariable(flag));
    return value == null ? file.find(name(flag)) : value;
  }

  /** The first of them that is there. */
  private @Nullable Value variable(@Nullable String... names) {
    for (String name : names) {
      String text = name == null ? null : environment.get(name);
      if (name != null && text != null && !text.isEmpty()) {
        return new Value(text, name);
      }
    }
    return null;
  }

  /** The text of {@link #find}, or what is usual. */
  public String get(String flag, String usual) {
    Value value = find(flag);
    return value == null ? usual : value.text();
  }

  /**
   * Whether a flag without a value is set by a variable or the file.
   *
   * @throws WrongSettingsException if what is said is neither true nor false
   */
  public boolean isSet(String flag) throws WrongSettingsException {
    Value value = find(flag);
    if (value == null || value.text().equalsIgnoreCase("false")) {
      return false;
    }
    if (!value.text().equalsIgnoreCase("true")) {
      throw new WrongSettingsException(value.from() + " must be true or false");
    }
    return true;
  }

  /** What said it, for people: a variable, a line of a file, or the flag if none did. */
  public String source(String flag) {
    Value value = find(flag);
    return value == null ? flag : value.from();
  }

  /**
   * Makes sure that all in the file are settings.
   *
   * @throws WrongSettingsException names the first line that is none
   */
  public void requireKnown(CommandSpec server) throws WrongSettingsException {
    file.requireKnown(
        all(server).stream()
            .map(option -> name(option.longestName()))
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** All values that are said, of which some may be secret. */
  public Stream<String> texts() {
    Stream<String> variables =
        environment.entrySet().stream()
            .filter(
                entry ->
                    entry.getKey().startsWith(VARIABLE_PREFIX)
                        || OLDER.containsValue(entry.getKey()))
            .map(Map.Entry::getValue);
    return Stream.concat(variables, file.texts());
  }

  /** Whether there may be a password in a value, whatever it was meant for. */
  public static boolean mayBeSecret(String value) {
    return StoreAddress.isDatabase(value)
        || StoreAddress.looksLikeUrl(value)
        || value.toLowerCase(Locale.ROOT).contains("password");
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)
        || option.command().parent() != null
        || ACTIONS.contains(option.longestName())) {
      return null;
    }
    Value value = find(option.longestName());
    // A flag's mere presence would turn its default over; and a dollar sign begins a variable to
    // picocli.
    boolean hasValue = option.arity().max() > 0;
    return value == null || !hasValue ? null : value.text().replace("$", "$$");
  }
}
