package dev.impuls;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import dev.impuls.store.StoreException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Holds what is shared to the rules of {@code docs/architecture.md}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // reads the classes once
class ArchitectureTest {
  private final JavaClasses module = CodeRules.classesOf("dev.impuls");

  @TestFactory
  Stream<DynamicTest> keepsTheRulesOfEveryModule() {
    return DynamicTest.stream(
        CodeRules.all().stream(), ArchRule::getDescription, rule -> rule.check(module));
  }

  @Test
  void theModelKnowsNobody() {
    noClasses()
        .that()
        .resideInAPackage("dev.impuls.function..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.impuls..").and(resideOutsideOfPackage("dev.impuls.function..")))
        .check(module);
  }

  @Test
  void storesDoNotKnowInvokers() {
    noClasses()
        .that()
        .resideInAPackage("dev.impuls.store..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.impuls.invoke..")
        .check(module);
  }

  @Test
  void invokersDoNotKnowStores() {
    noClasses()
        .that()
        .resideInAPackage("dev.impuls.invoke..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.impuls.store..")
        .check(module);
  }

  @Test
  void whatIsSharedKnowsNeitherServerNorConsole() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.impuls.server..", "dev.impuls.desktop..")
        .check(module);
  }

  @Test
  void failuresOfAStoreAreStoreExceptions() {
    classes()
        .that()
        .resideInAPackage("dev.impuls.store")
        .and()
        .areAssignableTo(Throwable.class)
        .should()
        .beAssignableTo(StoreException.class)
        .check(module);
  }
}
