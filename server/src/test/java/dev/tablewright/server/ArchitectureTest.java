package dev.tablewright.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

/** The edges that the module graph cannot forbid. */
class ArchitectureTest {
    private static final JavaClasses PRODUCTION =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    // A test-jar of another module, as the reactor packs it.
                    .withImportOption(location -> !location.contains("-tests.jar"))
                    .importPackages("dev.tablewright");

    /** Whoever adds an operation needs to know the database, and nothing below it. */
    @Test
    void operationsDoNotReachStorage() {
        noClasses()
                .that()
                .resideInAPackage("..server.operation..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..storage..")
                .check(PRODUCTION);
    }

    /** An operation that knew status codes would answer in one protocol only. */
    @Test
    void operationsDoNotKnowHttp() {
        noClasses()
                .that()
                .resideInAPackage("..server.operation..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..server.http..", "io.netty..")
                .check(PRODUCTION);
    }

    /** The library under the listener can be exchanged in one room. */
    @Test
    void onlyTheListenerKnowsNetty() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..server.http..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(PRODUCTION);
    }

    /**
     * Policy is the part an auditor reads; it must be readable alone, and decide from its arguments
     * only.
     */
    @Test
    void policyDependsOnNothingOfOurs() {
        classes()
                .that()
                .resideInAPackage("dev.tablewright.policy..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.tablewright.policy..", "java..", "org.jspecify..")
                .check(PRODUCTION);
    }

    /** Who is calling must not depend on what is asked for. */
    @Test
    void signaturesAndPermissionsDoNotKnowOperations() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "..server.sigv4..", "..server.authorization..", "..server.identity..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..server.operation..", "..server.protocol..")
                .check(PRODUCTION);
    }
}
