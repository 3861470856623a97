package dev.impuls.temporary;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What processes have in directories of their own. */
public final class OwnFiles {
  private OwnFiles() {}

  /** Names of what this process has in the directories it made for temporary files. */
  public static List<String> ofThisProcess() throws IOException {
    var names = new ArrayList<String>();
    for (Path directory : directories(Path.of(System.getProperty("java.io.tmpdir")))) {
      if (directory.getFileName().toString().startsWith(OwnDirectory.PROCESS_PREFIX)
          && Files.isDirectory(directory)) {
        for (Path file : Removal.entries(directory)) {
          names.add(file.getFileName().toString());
        }
      }
    }
    return names;
  }

  /** What processes have there, or left behind; not the folder that their directories are in. */
  public static List<Path> directories(Path parent) throws IOException {
    var directories = new ArrayList<Path>();
    for (Path folder : Removal.entries(parent)) {
      if (!folder.getFileName().toString().startsWith(OwnDirectory.FOLDER_PREFIX)) {
        continue;
      }
      if (Files.isDirectory(folder) && Files.isReadable(folder)) {
        directories.addAll(Removal.entries(folder));
      } else {
        directories.add(folder);
      }
    }
    return directories;
  }
}
