package dev.impuls.engine.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.impuls.engine.runtime.WorkerProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassCacheTest {
  @TempDir Path temporary;

  private Path java;
  private Path jar;
  private Path caches;

  @BeforeEach
  void install() throws IOException {
    java = Files.createDirectory(temporary.resolve("java"));
    Files.writeString(java.resolve("release"), "JAVA_VERSION=\"25\"");
    jar = Files.writeString(temporary.resolve("a.jar"), "build 1");
    caches = temporary.resolve("user/caches");
  }

  private ClassCache cache() {
    return cache(jar);
  }

  private ClassCache cache(Path classPath) {
    return new ClassCache(
        caches,
        temporary,
        new WorkerProgram(java, classPath.toString(), "Main", List.of(), List.of()));
  }

  private static Path made(ClassCache cache, String content) throws Exception {
    cache.make(file -> Files.writeString(file, content));
    return Objects.requireNonNull(cache.file());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(caches)) {
      return files.filter(file -> !file.endsWith("lock")).toList();
    }
  }

  @Test
  void whatIsMadeOnceIsFoundByAll() throws Exception {
    assertThat(cache().file()).isNull();
    ClassCache first = cache();
    Path file = made(first, "classes");

    assertThat(file).hasContent("classes");
    assertThat(cache().file()).isEqualTo(file);
    first.make(other -> Files.writeString(other, "again"));
    cache().make(other -> Files.writeString(other, "again"));
    assertThat(files()).containsExactly(file);
    assertThat(file).hasContent("classes");
  }

  @Test
  void anotherBuildHasAnotherWhichTakesItsPlace() throws Exception {
    Path old = made(cache(), "classes");
    FileTime time = Files.getLastModifiedTime(jar);
    Files.writeString(jar, "build 2");
    Files.setLastModifiedTime(jar, time);

    assertThat(cache().file()).isNull();
    Path file = made(cache(), "classes");
    assertThat(file).isNotEqualTo(old);
    assertThat(files()).containsExactly(file);
  }

  @Test
  void anotherJavaHasAnother() throws Exception {
    Path old = made(cache(), "classes");
    Files.writeString(java.resolve("release"), "JAVA_VERSION=\"25.0.1\"");

    assertThat(made(cache(), "classes")).isNotEqualTo(old);
    assertThat(old).doesNotExist();
  }

  @Test
  void installationsKeepTheirOwn() throws Exception {
    Path first = made(cache(), "classes");
    Path second = made(cache(Files.copy(jar, temporary.resolve("b.jar"))), "classes");

    assertThat(files()).containsExactlyInAnyOrder(first, second);
  }

  @Test
  void aDamagedOneIsNotFoundAndMadeAgain() throws Exception {
    Path file = made(cache(), "classes");
    Files.writeString(file, "class");

    assertThat(cache().file()).isNull();
    assertThat(made(cache(), "classes")).isEqualTo(file).hasContent("classes");
  }

  @Test
  void oneThatWasRemovedIsMadeAgain() throws Exception {
    ClassCache cache = cache();
    Files.delete(made(cache, "classes"));

    assertThat(cache.file()).isNull();
    assertThat(made(cache, "classes")).hasContent("classes");
  }

  @Test
  void whatOthersMayWriteIsNotTrusted() throws Exception {
    made(cache(), "classes");
    Files.setPosixFilePermissions(caches, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThat(cache().file()).isNull();
    assertThatThrownBy(() -> cache().make(file -> Files.writeString(file, "classes")))
        .hasMessageContaining("0700");
  }

  @Test
  void aFailedTrainingLeavesNothing() throws Exception {
    assertThatThrownBy(
            () ->
                cache()
                    .make(
                        file -> {
                          Files.writeString(file, "cla");
                          throw new IOException("no space left");
                        }))
        .hasMessage("no space left");
    assertThat(files()).isEmpty();
    assertThat(cache().file()).isNull();
  }

  @Test
  void aDirectoryThatCannotBeMadeIsAFailureOfMakingOnly() throws Exception {
    Files.writeString(temporary.resolve("user"), "a file");

    assertThat(cache().file()).isNull();
    assertThatThrownBy(() -> cache().make(file -> Files.writeString(file, "classes")))
        .isInstanceOf(IOException.class);
  }

  /** Java keeps classes of jars only. */
  @Test
  void ofDirectoriesThereIsNone() throws Exception {
    ClassCache cache = cache(Files.createDirectory(temporary.resolve("classes")));
    cache.make(
        file -> {
          throw new IOException("is not to be trained");
        });
    assertThat(cache.file()).isNull();
  }

  @Test
  void isWhereCachesOfTheUserBelong() {
    Path home = Path.of("/home/me");
    assertThat(ClassCache.usualDirectory(Map.of(), "Linux", home))
        .isEqualTo(Path.of("/home/me/.cache/impuls/workers"));
    assertThat(ClassCache.usualDirectory(Map.of("XDG_CACHE_HOME", "/c"), "Linux", home))
        .isEqualTo(Path.of("/c/impuls/workers"));
    assertThat(ClassCache.usualDirectory(Map.of("XDG_CACHE_HOME", "c"), "Linux", home))
        .isEqualTo(Path.of("/home/me/.cache/impuls/workers"));
    assertThat(ClassCache.usualDirectory(Map.of(), "Mac OS X", home))
        .isEqualTo(Path.of("/home/me/Library/Caches/Impuls/workers"));
  }
}
