package dev.impuls.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import dev.impuls.CodeRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Holds the server to the rules of {@code docs/architecture.md}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // reads the classes once
class ArchitectureTest {
  private final JavaClasses module = CodeRules.classesOf("dev.impuls.server");

  @TestFactory
  Stream<DynamicTest> keepsTheRulesOfEveryModule() {
    return DynamicTest.stream(
        CodeRules.all().stream(), ArchRule::getDescription, rule -> rule.check(module));
  }

  @Test
  void routesKnowInterfacesOnly() {
    noClasses()
        .that()
        .resideInAPackage("dev.impuls.server.api..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.impuls.store.file..", "dev.impuls.engine.js..")
        .check(module);
  }

  @Test
  void serverDoesNotKnowConsole() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.impuls.desktop..")
        .check(module);
  }
}
