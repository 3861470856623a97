package dev.impuls.temporary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is proven to be left behind is removed, and nothing else. */
class OwnDirectoryTest {
  private static final String KIND = "tests";
  private static final String PRIVATE = "rwx------";

  @TempDir private Path parent;

  private OwnDirectory make() throws IOException {
    return OwnDirectory.make(parent, KIND, path -> {});
  }

  private static Path makeDirectory(Path path, String mode) throws IOException {
    return Files.setPosixFilePermissions(
        Files.createDirectory(path), PosixFilePermissions.fromString(mode));
  }

  private static void mark(Path directory, String kind, String identity) throws IOException {
    Files.writeString(directory.resolve(OwnDirectory.MARKER), marker(kind, identity));
  }

  /** As one that was made has it. */
  private static String marker(String kind, String identity) {
    return "Impuls removes this directory when the process that made it is gone.\nkind: "
        + kind
        + "\nidentity: "
        + identity
        + "\n";
  }

  private static void giveAway(Path path) throws IOException {
    var users = path.getFileSystem().getUserPrincipalLookupService();
    Files.setOwner(path, users.lookupPrincipalByName("nobody"));
  }

  private static Path folderOf(Path directory) {
    return Objects.requireNonNull(directory.getParent());
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  // ---- What is made ----

  @Test
  void onlyItsUserMayEnter() throws Exception {
    try (OwnDirectory own = make()) {
      Path folder = folderOf(own.path());
      assertThat(folderOf(folder)).isEqualTo(parent.toRealPath());
      assertThat(List.of(folder, own.path()))
          .allSatisfy(
              path ->
                  assertThat(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS))
                      .isEqualTo(PosixFilePermissions.fromString(PRIVATE)));
      assertThat(own.path().resolve(OwnDirectory.MARKER))
          .hasContent(marker(KIND, own.path().getFileName().toString()));
    }
  }

  @Test
  void closedItIsGoneAndTheFolderStays() throws Exception {
    OwnDirectory own = make();
    Path outside = Files.createDirectory(parent.resolve("outside"));
    Path precious = Files.writeString(outside.resolve("precious"), "kept");
    Files.writeString(Files.createDirectories(own.path().resolve("a/b")).resolve("c"), "x");
    Files.createSymbolicLink(own.path().resolve("a/link"), outside);

    own.close();
    own.close();

    assertThat(folderOf(own.path())).isEmptyDirectory();
    assertThat(precious).hasContent("kept");
  }

  @Test
  void closedItMayBeGoneAlready() throws Exception {
    OwnDirectory own = make();
    Files.move(own.path(), parent.resolve("moved"));
    own.close();
    assertThat(own.path()).doesNotExist();
  }

  /** Sockets are in it, whose paths have to be short. */
  @Test
  void itsPathAddsLittleToThatOfItsParent() throws Exception {
    try (OwnDirectory own = make()) {
      String added = parent.toRealPath().relativize(own.path()).toString();
      assertThat(added.length()).as(added).isLessThanOrEqualTo(40);
    }
  }

  // ---- What is left behind ----

  @Test
  void whatAKilledProcessLeftIsRemoved() throws Exception {
    Path outside = makeDirectory(parent.resolve("outside"), PRIVATE);
    Path precious = Files.writeString(outside.resolve("precious"), "kept");
    List<Path> left = OtherProcess.leaveBehind(parent, KIND, 2);
    Files.writeString(Files.createDirectories(left.getFirst().resolve("a/b")).resolve("c"), "x");
    Files.createSymbolicLink(left.getFirst().resolve("a/link"), outside);
    Files.createSymbolicLink(left.getLast().resolve("link"), precious);
    assertThat(left).allSatisfy(path -> assertThat(path).isDirectory());

    var told = new ArrayList<Path>();
    try (OwnDirectory own = OwnDirectory.make(parent, KIND, told::add)) {
      assertThat(folderOf(own.path())).isEqualTo(folderOf(left.getFirst()));
      assertThat(Removal.entries(folderOf(own.path()))).containsExactly(own.path());
    }
    assertThat(told).containsExactlyInAnyOrderElementsOf(left);
    assertThat(precious).hasContent("kept");
  }

  @Test
  void whatProcessesHaveThatLiveStays() throws Exception {
    try (var other = new OtherProcess(parent, KIND, 2);
        OwnDirectory own = make()) {
      make().close();
      assertThat(other.directories()).allSatisfy(path -> assertThat(path).isDirectory());
      assertThat(own.path()).isDirectory();
    }
  }

  @Test
  void otherKindsAreLeftToTheirOwn() throws Exception {
    Path left = OtherProcess.leaveBehind(parent, "others", 1).getFirst();
    make().close();
    assertThat(left).isDirectory();
    OwnDirectory.make(parent, "others", path -> {}).close();
    assertThat(left).doesNotExist();
  }

  @Test
  void lookAlikesAreLeftAlone() throws Exception {
    Path left = OtherProcess.leaveBehind(parent, KIND, 1).getFirst();
    Path folder = folderOf(left);
    var all = new ArrayList<Path>();

    Path work = Files.createDirectory(parent.resolve("impuls-work"));
    Files.createFile(work.resolve("lock"));
    mark(work, KIND, "impuls-work");
    all.add(work);

    Path unmarked = makeDirectory(folder.resolve("unmarked-0123456789"), PRIVATE);
    Files.createFile(unmarked.resolve("lock"));
    all.add(unmarked);

    Path copied = makeDirectory(folder.resolve("copied-0123456789"), PRIVATE);
    Files.copy(left.resolve(OwnDirectory.MARKER), copied.resolve(OwnDirectory.MARKER));
    all.add(copied);

    Path named = makeDirectory(folder.resolve("work"), PRIVATE);
    mark(named, KIND, "work");
    all.add(named);

    Path more = makeDirectory(folder.resolve("more-0123456789"), PRIVATE);
    mark(more, KIND, "more-0123456789\n");
    all.add(more);

    Path empty = makeDirectory(folder.resolve("empty-0123456789"), PRIVATE);
    Files.createFile(empty.resolve(OwnDirectory.MARKER));
    all.add(empty);

    Path open = makeDirectory(folder.resolve("open-0123456789"), "rwxr-xr-x");
    mark(open, KIND, "open-0123456789");
    all.add(open);

    Path outside = makeDirectory(parent.resolve("outside"), PRIVATE);
    mark(outside, KIND, "link-0123456789");
    Files.createSymbolicLink(folder.resolve("link-0123456789"), outside);
    all.add(outside);

    Path linked = makeDirectory(folder.resolve("linked-0123456789"), PRIVATE);
    Path elsewhere = parent.resolve("elsewhere");
    Files.writeString(elsewhere, marker(KIND, "linked-0123456789"));
    Files.createSymbolicLink(linked.resolve(OwnDirectory.MARKER), elsewhere);
    all.add(linked);

    if (isRoot()) {
      Path foreign = makeDirectory(folder.resolve("foreign-0123456789"), PRIVATE);
      mark(foreign, KIND, "foreign-0123456789");
      giveAway(foreign);
      all.add(foreign);
    }
    for (Path path : all) {
      Files.writeString(path.resolve("precious"), "kept");
    }
    Path proven = makeDirectory(folder.resolve("proven-0123456789"), PRIVATE);
    mark(proven, KIND, "proven-0123456789");

    make().close();

    assertThat(all).allSatisfy(path -> assertThat(path.resolve("precious")).hasContent("kept"));
    assertThat(folder.resolve("link-0123456789")).isSymbolicLink();
    assertThat(elsewhere).exists();
    assertThat(proven).as("these would have been removed without their fault").doesNotExist();
    assertThat(left).doesNotExist();
  }

  // ---- The folder ----

  /** What may have the folder's name. */
  enum InTheWay {
    FILE {
      @Override
      void put(Path path) throws IOException {
        Files.createFile(path);
      }
    },
    LINK {
      @Override
      void put(Path path) throws IOException {
        Files.createSymbolicLink(path, makeDirectory(path.resolveSibling("target"), PRIVATE));
      }
    },
    LINK_TO_NOTHING {
      @Override
      void put(Path path) throws IOException {
        Files.createSymbolicLink(path, path.resolveSibling("target"));
      }
    },
    OPEN_DIRECTORY {
      @Override
      void put(Path path) throws IOException {
        Files.writeString(makeDirectory(path, "rwxr-xr-x").resolve("precious"), "kept");
      }
    },
    DIRECTORY_OF_ANOTHER_USER {
      @Override
      void put(Path path) throws IOException {
        assumeTrue(isRoot(), "only root may give directories away");
        giveAway(makeDirectory(path, PRIVATE));
      }
    };

    abstract void put(Path path) throws IOException;
  }

  private List<String> tree() throws IOException {
    try (Stream<Path> all = Files.walk(parent)) {
      return all.map(Path::toString).sorted().toList();
    }
  }

  /** The folder as it is called if nothing is in the way; it is not there yet. */
  private Path folder() throws IOException {
    Path folder;
    try (OwnDirectory own = make()) {
      folder = folderOf(own.path());
    }
    Files.delete(folder); // Which it is only if it is empty.
    return folder;
  }

  @ParameterizedTest
  @EnumSource
  void whatIsInTheWayIsLeftAlone(InTheWay obstacle) throws Exception {
    Path folder = folder();
    obstacle.put(folder);
    List<String> before = tree();
    Path other;

    try (OwnDirectory own = make()) {
      other = folderOf(own.path());
      assertThat(other).isEqualTo(folder.resolveSibling(folder.getFileName() + "-1"));
    }

    Files.delete(other);
    assertThat(tree()).isEqualTo(before);
  }

  @Test
  void whereAllNamesAreTakenItIsSaid() throws Exception {
    Path folder = folder();
    Files.createFile(folder);
    for (int i = 1; i < OwnDirectory.MAX_FOLDERS; i++) {
      Files.createFile(folder.resolveSibling(folder.getFileName() + "-" + i));
    }
    assertThatThrownBy(this::make)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("not a directory of this user with the mode 0700");
  }
}
