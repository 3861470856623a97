package dev.impuls.engine;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.regex.Pattern.CASE_INSENSITIVE;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import dev.impuls.CodeRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.graalvm.polyglot.Context;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Holds the engine to the rules of {@code docs/architecture.md}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // reads the classes once
class ArchitectureTest {
  private static final String JS = "dev.impuls.engine.js..";
  private static final Path SOURCES = Path.of("src/main/java/dev/impuls/engine");

  private final JavaClasses module = CodeRules.classesOf("dev.impuls.engine");

  @TestFactory
  Stream<DynamicTest> keepsTheRulesOfEveryModule() {
    return DynamicTest.stream(
        CodeRules.all().stream(), ArchRule::getDescription, rule -> rule.check(module));
  }

  @Test
  void knowsNoStores() {
    noClasses().should().dependOnClassesThat().resideInAPackage("dev.impuls.store..").check(module);
  }

  /** A worker has a class path of its own, without what only the server needs. */
  @Test
  void whatRunsInAWorkerKnowsNothingOfTheServersSide() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.impuls.engine.worker..",
            "dev.impuls.engine.runtime..",
            "dev.impuls.engine.js..",
            "dev.impuls.engine.wire..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.impuls.engine.pool..", "dev.impuls.engine.http..")
        .check(module);
  }

  /** Another runtime is another implementation of {@code Runtime}, and a line in that class. */
  @Test
  void oneClassAloneSaysWhichRuntimesThereAre() {
    noClasses()
        .that()
        .resideOutsideOfPackage(JS)
        .and()
        .doNotHaveFullyQualifiedName(InvokerSettings.class.getName())
        .should()
        .dependOnClassesThat()
        .resideInAPackage(JS)
        .check(module);
  }

  @Test
  void whatRunsJavaScriptIsKnownWhereItIsRunAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage(JS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.graalvm..", "com.oracle.truffle..")
        .check(module);
  }

  /** Class names and flags in strings are no dependencies that bytecode has. */
  @Test
  void whatRunsJavaScriptIsNamedWhereItIsRunAlone() throws IOException {
    var named =
        Pattern.compile(
            "graal|truffle|polyglot|jvmci|javascript|nodejs|\\bjs\\b", CASE_INSENSITIVE);
    var found = new ArrayList<String>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String in = SOURCES.relativize(file).toString();
        if (!in.startsWith("js/") && !in.equals("InvokerSettings.java")) {
          Files.readString(file)
              .lines()
              .filter(line -> named.matcher(line).find())
              .forEach(line -> found.add(in + ": " + line.strip()));
        }
      }
    }
    assertThat(found).isEmpty();
  }

  /** With isolates, an engine and its contexts are made in another way, and in no other place. */
  @Test
  void oneClassAloneMakesEnginesAndContexts() {
    noClasses()
        .that(areNot("dev.impuls.engine.js.JsEngine"))
        .should()
        .dependOnClassesThat()
        .haveNameMatching("org\\.graalvm\\.polyglot\\.(Engine|Engine\\$.*|Context\\$.*)")
        .orShould()
        .callMethod(Context.class, "create", String[].class)
        .check(module);
  }

  /** A class and what is declared in it. */
  private static DescribedPredicate<JavaClass> areNot(String name) {
    return describe(
        "are not " + name,
        type -> !type.getName().equals(name) && !type.getName().startsWith(name + "$"));
  }

  @Test
  void knowsNeitherServerNorConsole() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.impuls.server..", "dev.impuls.desktop..")
        .check(module);
  }
}
