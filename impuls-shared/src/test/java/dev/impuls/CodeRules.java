package dev.impuls;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** The rules of {@code docs/architecture.md} that hold in every module. */
public final class CodeRules {
  private CodeRules() {}

  /** Reads the classes of a package and those below it, without tests and libraries. */
  public static JavaClasses classesOf(String packageName) {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
        .importPackages(packageName);
  }

  public static List<ArchRule> all() {
    return List.of(
        slices().matching("dev.impuls.(**)").should().beFreeOfCycles(),
        fields().that().areStatic().should().beFinal().allowEmptyShould(true),
        noClasses().that(areNotTheCommandLine()).should(ACCESS_STANDARD_STREAMS),
        noClasses().that(areNotTheCommandLine()).should(printStackTraces()),
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING,
        classes().should(resideInANullMarkedPackage()));
  }

  private static DescribedPredicate<JavaClass> areNotTheCommandLine() {
    return describe(
        "are not the server's command line",
        type ->
            !type.getName().matches("dev\\.impuls\\.server\\.(Main|command\\.[A-Za-z]+)(\\$.*)?"));
  }

  private static ArchCondition<JavaClass> printStackTraces() {
    return ArchConditions.callMethodWhere(
        describe(
            "a stack trace is printed",
            call ->
                call.getName().equals("printStackTrace")
                    && call.getTargetOwner().isAssignableTo(Throwable.class)));
  }

  private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
    return new ArchCondition<>("reside in a package whose package-info is @NullMarked") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        events.add(
            new SimpleConditionEvent(
                type,
                type.getPackage().isAnnotatedWith(NullMarked.class),
                type.getName() + " resides in a package that is not @NullMarked"));
      }
    };
  }
}
