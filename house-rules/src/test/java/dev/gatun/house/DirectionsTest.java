package dev.gatun.house;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@Tag("assertions") // it reads what was compiled: once is enough
class DirectionsTest {
    private static final Map<String, ArchRule> RULES = Map.ofEntries(
            Map.entry("nobody knows the topmost", Directions.NOBODY_KNOWS_THE_TOPMOST),
            Map.entry("benchmarks alone know the examples", Directions.BENCHMARKS_ALONE_KNOW_THE_EXAMPLES),
            Map.entry("the bindings know nobody", Directions.THE_BINDINGS_KNOW_NOBODY),
            Map.entry("JSON knows nobody", Directions.JSON_KNOWS_NOBODY),
            Map.entry("the core knows no operating system", Directions.THE_CORE_KNOWS_NO_OPERATING_SYSTEM),
            Map.entry("the core knows no streams", Directions.THE_CORE_KNOWS_NO_STREAMS),
            Map.entry("files know no streams", Directions.FILES_KNOW_NO_STREAMS),
            Map.entry("parts know no operating system", Directions.PARTS_KNOW_NO_OPERATING_SYSTEM),
            Map.entry("readiness knows the SPI alone", Directions.READINESS_KNOWS_THE_SPI_ALONE),
            Map.entry("backends do not know each other", Directions.BACKENDS_DO_NOT_KNOW_EACH_OTHER),
            Map.entry("restricted calls stay in the bindings", Directions.RESTRICTED_CALLS_STAY_IN_THE_BINDINGS),
            Map.entry("restricted calls have three places", Directions.RESTRICTED_CALLS_HAVE_THREE_PLACES));

    private static final Pattern PLANTED = Pattern.compile(".*[pP]lanted.*");

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.gatun");

    @TestFactory
    List<DynamicTest> theHouseKeepsItsDirections() {
        return RULES.entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(),
                        () -> rule.getValue().allowEmptyShould(true).check(HOUSE)))
                .toList();
    }

    @TestFactory
    List<DynamicTest> aPlantedViolationOfEachIsFound() {
        JavaClasses planted = new ClassFileImporter()
                .withImportOption(location -> location.matches(PLANTED))
                .importPackages("dev.gatun");
        return RULES.entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> {
                    EvaluationResult result =
                            rule.getValue().allowEmptyShould(true).evaluate(planted);
                    assertTrue(result.hasViolation(), "the planted violation went through");
                }))
                .toList();
    }

    @Test
    void theHouseIsNotEmpty() {
        assertTrue(HOUSE.size() > 100, () -> HOUSE.size() + " classes were found: the rules looked at the wrong place");
    }
}
