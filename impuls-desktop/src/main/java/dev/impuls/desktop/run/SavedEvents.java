package dev.impuls.desktop.run;

import dev.impuls.desktop.state.StateDirectory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * The events of one function that were given a name, and the one that was used last. For the UI
 * thread, {@link #read} and {@link #seed} aside.
 */
public final class SavedEvents {
  private static final Comparator<Named> ORDER =
      Comparator.comparing(Named::name, String.CASE_INSENSITIVE_ORDER).thenComparing(Named::name);

  private final StateDirectory state;
  private final String document;
  private final ObservableList<Named> all = FXCollections.observableArrayList();
  private final ObservableList<Named> allView = FXCollections.unmodifiableObservableList(all);
  private final ReadOnlyStringWrapper chosen = new ReadOnlyStringWrapper("");
  private String last = "";

  /** An event with a name. */
  record Named(String name, String text) {}

  /** What is kept; anything may be missing in a file that others wrote. */
  record Kept(
      @Nullable String last, @Nullable String chosen, @Nullable List<@Nullable Named> events) {}

  SavedEvents(StateDirectory state, String function) {
    this.state = state;
    this.document = document(function);
  }

  /** Where they are kept. */
  static String document(String function) {
    return "events/" + StateDirectory.segment(function);
  }

  /**
   * Gives a function a named event, which then shows when the function is opened, unless it has
   * events already. Not for the UI thread.
   *
   * @param state of the function's workspace
   */
  public static void seed(StateDirectory state, String function, String name, String event) {
    String document = document(function);
    if (state.read(document, Kept.class).isEmpty()) {
      state.write(document, new Kept(event, name, List.of(new Named(name, event))));
    }
  }

  /** What is kept of it. Not for the UI thread. */
  Optional<Kept> read() {
    return state.read(document, Kept.class);
  }

  /** Takes what was read. */
  void load(Kept kept) {
    all.setAll(whole(kept));
    all.sort(ORDER);
    last = kept.last() == null ? "" : kept.last();
    String name = kept.chosen() == null ? "" : kept.chosen();
    chosen.set(find(name).isPresent() ? name : "");
  }

  private static List<Named> whole(Kept kept) {
    List<@Nullable Named> events = kept.events();
    return events == null
        ? List.of()
        : events.stream().filter(SavedEvents::isWhole).map(Objects::requireNonNull).toList();
  }

  @SuppressWarnings("ConstantValue") // Files can lack anything.
  private static boolean isWhole(@Nullable Named event) {
    return event != null
        && Objects.nonNull(event.name())
        && Objects.nonNull(event.text())
        && !event.name().isBlank();
  }

  ObservableList<Named> all() {
    return allView;
  }

  Optional<Named> find(String name) {
    return all.stream().filter(event -> event.name().equals(name)).findFirst();
  }

  /** The name of the event that was chosen last; empty if none is. */
  ReadOnlyStringProperty chosenProperty() {
    return chosen.getReadOnlyProperty();
  }

  /** The text that was in use last. */
  String last() {
    return last;
  }

  /** Keeps a text as the one in use. */
  void remember(String text) {
    if (!text.equals(last)) {
      last = text;
      write(_ -> {});
    }
  }

  /** Says that an event of that name is in use; an empty name says that none is. */
  void choose(String name) {
    chosen.set(name);
    find(name).ifPresent(event -> last = event.text());
    write(_ -> {});
  }

  /** Keeps a text under a name, in place of what was there, and chooses it. */
  void save(String name, String text) {
    change(List.of(name), new Named(name, text));
    choose(name);
  }

  /** Puts an event in the place of those names; others may have added some of theirs. */
  private void change(List<String> removed, @Nullable Named added) {
    Consumer<List<Named>> change =
        events -> {
          events.removeIf(event -> removed.contains(event.name()));
          if (added != null) {
            events.add(added);
          }
          events.sort(ORDER);
        };
    change.accept(all);
    write(change);
  }

  /** Gives an event another name, which none has. */
  void rename(String from, String to) {
    find(from)
        .ifPresent(
            event -> {
              if (chosen.get().equals(from)) {
                chosen.set(to);
              }
              change(List.of(from, to), new Named(to, event.text()));
            });
  }

  /** Removes one; the text in use stays as it is. */
  void delete(String name) {
    if (chosen.get().equals(name)) {
      chosen.set("");
    }
    change(List.of(name), null);
  }

  private void write(Consumer<List<Named>> change) {
    String lastNow = last;
    String chosenNow = chosen.get();
    state.change(
        document,
        Kept.class,
        kept -> {
          var events = new ArrayList<>(kept.map(SavedEvents::whole).orElse(List.of()));
          change.accept(events);
          return new Kept(lastNow, chosenNow, List.copyOf(events));
        });
  }
}
