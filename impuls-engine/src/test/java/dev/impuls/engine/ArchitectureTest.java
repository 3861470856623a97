package dev.impuls.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import dev.impuls.CodeRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Holds the engine to the rules of {@code docs/architecture.md}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // reads the classes once
class ArchitectureTest {
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
            "dev.impuls.engine.worker..", "dev.impuls.engine.js..", "dev.impuls.engine.wire..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.impuls.engine.pool..", "dev.impuls.engine.http..")
        .check(module);
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
