package dev.impuls.desktop;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import dev.impuls.CodeRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Holds the console to the rules of {@code docs/architecture.md}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // reads the classes once
class ArchitectureTest {
  private static final String[] SCREENS = {
    "dev.impuls.desktop.browse..",
    "dev.impuls.desktop.edit..",
    "dev.impuls.desktop.run..",
    "dev.impuls.desktop.move..",
    "dev.impuls.desktop.health.."
  };

  private final JavaClasses module = CodeRules.classesOf("dev.impuls.desktop");

  @TestFactory
  Stream<DynamicTest> keepsTheRulesOfEveryModule() {
    return DynamicTest.stream(
        CodeRules.all().stream(), ArchRule::getDescription, rule -> rule.check(module));
  }

  @Test
  void screensDoNotKnowEachOther() {
    slices()
        .matching("dev.impuls.desktop.(browse|edit|run|move|health)..")
        .should()
        .notDependOnEachOther()
        .check(module);
  }

  @Test
  void whatScreensShareKnowsNoScreen() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.impuls.desktop.ui..",
            "dev.impuls.desktop.work..",
            "dev.impuls.desktop.state..",
            "dev.impuls.desktop.code..",
            "dev.impuls.desktop.workspace..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(SCREENS)
        .check(module);
  }

  @Test
  void noScreenKnowsServers() {
    noClasses()
        .that()
        .resideInAnyPackage(SCREENS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.impuls.client..", "dev.impuls.server..")
        .check(module);
  }
}
