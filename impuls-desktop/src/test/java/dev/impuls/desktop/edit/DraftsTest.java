package dev.impuls.desktop.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.impuls.desktop.state.StateDirectory;
import dev.impuls.function.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DraftsTest {
  @TempDir private Path directory;

  @Test
  void aDraftIsReadAsItWasKept() {
    var draft =
        new Draft(
            "r",
            "d",
            "nodejs22",
            "index.handler",
            "128",
            "x",
            "team-1",
            Placement.DEDICATED,
            List.of(new Draft.Entry("A", "1")),
            null);
    try (var state = new StateDirectory(directory)) {
      new Drafts(state).keep("hello", draft);
    }

    try (var state = new StateDirectory(directory)) {
      assertThat(new Drafts(state).get("hello")).contains(draft);
    }
    assertThat(draft.base("hello").placement())
        .isEqualTo(new Placement("team-1", Placement.DEDICATED));
  }

  @Test
  void aDraftOfAnOlderConsoleHasTheDefaults() throws IOException {
    Path file = directory.resolve("drafts/" + StateDirectory.segment("hello") + ".json");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        {"revision":"r","description":"d","runtime":"nodejs22","handler":"index.handler",
         "memoryMb":"128","timeoutSec":"5","environment":[{"name":"A","value":"1"}],"code":"x"}
        """);

    try (var state = new StateDirectory(directory)) {
      Draft draft = new Drafts(state).get("hello").orElseThrow();
      assertThat(draft.description()).isEqualTo("d");
      assertThat(draft.group()).isEmpty();
      assertThat(draft.isolation()).isEqualTo(Placement.SHARED);
      assertThat(draft.base("hello").placement()).isEqualTo(Placement.DEFAULT);
    }
  }
}
