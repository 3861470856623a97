package dev.impuls.desktop.move;

import dev.impuls.desktop.workspace.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.DataFormat;

/**
 * What a drag between windows of the console carries.
 *
 * @param address of the workspace they are from, by which the receiver finds it among the open ones
 * @param names of the functions, at least one
 */
public record DraggedFunctions(Address address, List<String> names) {
  private static final String MIME_TYPE = "application/x-impuls-functions";

  public DraggedFunctions {
    names = List.copyOf(names);
  }

  /** What is carried as. */
  public static DataFormat format() {
    // There may be only one of a type, ever.
    DataFormat known = DataFormat.lookupMimeType(MIME_TYPE);
    return known == null ? new DataFormat(MIME_TYPE) : known;
  }

  /** Them as what a drag is begun with. */
  public ClipboardContent content() {
    var lines = new ArrayList<String>();
    lines.add(address.text());
    lines.addAll(names);
    var content = new ClipboardContent();
    content.put(format(), lines);
    return content;
  }

  /** Those that a drag carries, if it carries functions. */
  public static Optional<DraggedFunctions> of(Clipboard dragged) {
    if (!(dragged.getContent(format()) instanceof List<?> lines) || lines.size() < 2) {
      return Optional.empty();
    }
    List<String> texts = lines.stream().map(String::valueOf).toList();
    return Optional.of(
        new DraggedFunctions(Address.parse(texts.getFirst()), texts.subList(1, texts.size())));
  }
}
