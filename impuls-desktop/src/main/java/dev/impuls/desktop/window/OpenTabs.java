package dev.impuls.desktop.window;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The functions that are open in a workspace, as they are kept.
 *
 * @param names in the order of their tabs
 * @param selected the one that is shown, if any
 */
record OpenTabs(List<String> names, @Nullable String selected) {
  static final String DOCUMENT = "tabs";
  static final OpenTabs NONE = new OpenTabs(List.of(), null);

  OpenTabs {
    names = List.copyOf(names);
  }
}
