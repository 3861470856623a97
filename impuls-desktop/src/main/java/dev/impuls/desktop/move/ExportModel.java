package dev.impuls.desktop.move;

import dev.impuls.desktop.ui.Texts;
import dev.impuls.desktop.work.Work;
import dev.impuls.desktop.workspace.Workspace;
import dev.impuls.transfer.ExistingFilesException;
import dev.impuls.transfer.ExportFormat;
import dev.impuls.transfer.Exporter;
import dev.impuls.transfer.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/** An export, from the choice of its form to its report. For the UI thread. */
final class ExportModel {
  private static final Texts T = Texts.of(ExportModel.class);

  private final Workspace workspace;
  private final Work work;
  private final List<String> names;

  private final ObjectProperty<ExportForm> form = new SimpleObjectProperty<>(ExportForm.BUNDLE);
  private final ReadOnlyObjectWrapper<@Nullable Transfer<?>> running =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<List<String>> existing =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyObjectWrapper<@Nullable Exported> exported = new ReadOnlyObjectWrapper<>();
  private Runnable replacing = () -> {};

  /**
   * @param names empty for all
   */
  ExportModel(Workspace workspace, Work work, List<String> names) {
    this.workspace = workspace;
    this.work = work;
    this.names = List.copyOf(names);
    form.subscribe((_, _) -> existing.set(List.of())); // Others would be written.
  }

  private interface Body {
    Exporter.Report run(Progress progress, boolean replaces) throws Exception;
  }

  /** What was exported, and where to. */
  record Exported(Path target, Exporter.Report report) {}

  ObjectProperty<ExportForm> formProperty() {
    return form;
  }

  /** What is under way. */
  ReadOnlyObjectProperty<@Nullable Transfer<?>> runningProperty() {
    return running.getReadOnlyProperty();
  }

  /** Why nothing was exported. */
  ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /** Files that are there already, and that {@link #replace} would replace. */
  ReadOnlyObjectProperty<List<String>> existingProperty() {
    return existing.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Exported> exportedProperty() {
    return exported.getReadOnlyProperty();
  }

  String title() {
    return switch (names.size()) {
      case 0 -> T.get("export.title.all", workspace.address().title());
      case 1 -> T.get("export.title.one", names.getFirst());
      default -> T.get("export.title.some", names.size());
    };
  }

  /** A name for the file. */
  String fileName(ExportFormat format) {
    String from = names.size() == 1 ? names.getFirst() : workspace.address().title();
    String plain = from.replaceAll("[^\\p{L}\\p{N}._-]+", "-");
    return plain + "-" + LocalDate.now(ZoneId.systemDefault()) + format.extension();
  }

  /** Writes to that file; its name is given the ending of its form if it has none. */
  void toFile(Path chosen) {
    ExportFormat format = Objects.requireNonNull(form.get().format(), "a form of one file");
    Path file = named(chosen, format);
    start(
        file,
        (progress, replaces) -> {
          // Of the name that was chosen, whoever chose it was asked.
          if (!replaces && !file.equals(chosen) && Files.exists(file)) {
            throw new ExistingFilesException(List.of(String.valueOf(file.getFileName())));
          }
          return exporter(progress).write(format, file);
        });
  }

  private static Path named(Path chosen, ExportFormat format) {
    String name = String.valueOf(chosen.getFileName());
    boolean says =
        name.toLowerCase(Locale.ROOT).endsWith(format.extension())
            || ExportFormat.of(name).filter(format::equals).isPresent();
    return says ? chosen : chosen.resolveSibling(name + format.extension());
  }

  /** Writes the code to files in that directory. */
  void toDirectory(Path chosen) {
    start(chosen, (progress, replaces) -> exporter(progress).writeCode(chosen, replaces));
  }

  /** Replaces the files that are there already. */
  void replace() {
    replacing.run();
  }

  void cancel() {
    Transfer<?> transfer = running.get();
    if (transfer != null) {
      transfer.cancel();
    }
  }

  private Exporter exporter(Progress progress) {
    return names.isEmpty()
        ? new Exporter(workspace.store(), _ -> true, progress)
        : Exporter.of(workspace.store(), names, progress);
  }

  private void start(Path target, Body body) {
    replacing = () -> start(target, body, true);
    start(target, body, false);
  }

  private void start(Path target, Body body, boolean replaces) {
    problem.set(null);
    existing.set(List.of());
    running.set(
        new Transfer<>(
            workspace,
            work,
            T.get("export.working", target),
            progress -> body.run(progress, replaces),
            report -> {
              running.set(null);
              exported.set(new Exported(target, report));
            },
            failure -> {
              running.set(null);
              if (failure instanceof ExistingFilesException there) {
                existing.set(there.names());
              } else {
                problem.set(Problem.of(target.toString(), failure));
              }
            }));
  }
}
