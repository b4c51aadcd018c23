package dev.gatun.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/**
 * Who may know whom: {@code cli, examples, benchmarks → core ← backends ← bindings}. The core knows no operating
 * system,
 * backends do not know each other, and only the bindings hold restricted calls.
 */
final class Directions {
    private static final String BINDINGS = "dev.gatun.bindings..";
    private static final String BACKENDS = "dev.gatun.backend..";
    private static final String[] TOPMOST = {"dev.gatun.cli..", "dev.gatun.examples..", "dev.gatun.benchmarks.."};

    /** Everything that needs native access granted, by class and method; the JDK marks them as restricted. */
    private static final Set<String> RESTRICTED = Set.of(
            "java.lang.foreign.Linker.downcallHandle",
            "java.lang.foreign.Linker.upcallStub",
            "java.lang.foreign.SymbolLookup.libraryLookup",
            "java.lang.foreign.MemorySegment.reinterpret",
            "java.lang.foreign.AddressLayout.withTargetLayout",
            "java.lang.ModuleLayer$Controller.enableNativeAccess",
            "java.lang.System.load",
            "java.lang.System.loadLibrary",
            "java.lang.Runtime.load",
            "java.lang.Runtime.loadLibrary");

    static final ArchRule NOBODY_KNOWS_THE_TOPMOST = noClasses()
            .that(DescribedPredicate.not(resideInAnyPackage(TOPMOST)))
            .should()
            .dependOnClassesThat(resideInAnyPackage(TOPMOST))
            .because("the command line, the examples and the benchmarks stand on top");

    /** What is measured of HTTP is the server that people copy, and not another one like it. */
    static final ArchRule BENCHMARKS_ALONE_KNOW_THE_EXAMPLES = noClasses()
            .that(DescribedPredicate.not(resideInAnyPackage("dev.gatun.examples..", "dev.gatun.benchmarks..")))
            .should()
            .dependOnClassesThat(resideInAPackage("dev.gatun.examples.."))
            .because("an example is to be copied, not called");

    static final ArchRule THE_BINDINGS_KNOW_NOBODY = noClasses()
            .that(resideInAPackage(BINDINGS))
            .should()
            .dependOnClassesThat(describe("are of another Gatun module", Directions::outsideTheBindings))
            .because("the bindings are the ground");

    static final ArchRule JSON_KNOWS_NOBODY = noClasses()
            .that(resideInAPackage("dev.gatun.json.."))
            .should()
            .dependOnClassesThat(describe("are of another Gatun module", Directions::outsideJson))
            .because("it writes and reads whatever there is");

    static final ArchRule THE_CORE_KNOWS_NO_OPERATING_SYSTEM = noClasses()
            .that(describe("are of the core", Directions::ofTheCore))
            .should()
            .dependOnClassesThat(resideInAnyPackage(BINDINGS, BACKENDS))
            .because("a backend is found by ServiceLoader, and only it knows its operating system");

    static final ArchRule THE_CORE_KNOWS_NO_STREAMS = noClasses()
            .that(describe("are of the core", Directions::ofTheCore))
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.gatun.net..", "dev.gatun.file.."))
            .because("streams, datagram sockets and files stand on operations, and not the other way round");

    static final ArchRule FILES_KNOW_NO_STREAMS = noClasses()
            .that(resideInAPackage("dev.gatun.file.."))
            .should()
            .dependOnClassesThat(resideInAPackage("dev.gatun.net.."))
            .because("a stream sends files, and a file knows nothing of it");

    static final ArchRule PARTS_KNOW_NO_OPERATING_SYSTEM = noClasses()
            .that(resideInAPackage("dev.gatun.parts.."))
            .should()
            .dependOnClassesThat(describe("are neither of the SPI nor memory by address", Directions::outsideParts))
            .because("whatever is said of one operating system is none of the others'");

    static final ArchRule READINESS_KNOWS_THE_SPI_ALONE = noClasses()
            .that(resideInAPackage("dev.gatun.readiness.."))
            .should()
            .dependOnClassesThat(describe("are neither parts nor of the SPI", Directions::outsideReadiness))
            .because("two operating systems stand beneath it, and a core above it");

    static final ArchRule BACKENDS_DO_NOT_KNOW_EACH_OTHER = slices().matching("dev.gatun.backend.(*)..")
            .should()
            .notDependOnEachOther()
            .because("what two backends share belongs to the bindings, to the core or to the parts");

    static final ArchRule RESTRICTED_CALLS_STAY_IN_THE_BINDINGS = noClasses()
            .that(DescribedPredicate.not(resideInAPackage(BINDINGS)))
            .should()
            .callMethodWhere(describe("is restricted", Directions::restricted))
            .because("a user grants native access to one module");

    /** In the bindings themselves: besides what is generated, three classes make restricted calls. */
    static final ArchRule RESTRICTED_CALLS_HAVE_THREE_PLACES = noClasses()
            .that(resideInAPackage("dev.gatun.bindings"))
            .and()
            .doNotHaveSimpleName("Downcalls")
            .and()
            .doNotHaveSimpleName("NativeMemory")
            .and()
            .doNotHaveSimpleName("Liburing")
            .should()
            .callMethodWhere(describe("is restricted", Directions::restricted))
            .because("linking, memory by address, and opening liburing each have one place");

    private Directions() {}

    private static boolean outsideTheBindings(JavaClass type) {
        return type.getPackageName().startsWith("dev.gatun")
                && !type.getPackageName().startsWith("dev.gatun.bindings");
    }

    private static boolean outsideJson(JavaClass type) {
        return type.getPackageName().startsWith("dev.gatun")
                && !type.getPackageName().startsWith("dev.gatun.json");
    }

    private static boolean outsideParts(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith("dev.gatun")
                && !name.startsWith("dev.gatun.parts")
                && !name.equals("dev.gatun.spi")
                && !type.getName().equals("dev.gatun.bindings.NativeMemory");
    }

    private static boolean outsideReadiness(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith("dev.gatun")
                && !name.startsWith("dev.gatun.readiness")
                && !name.equals("dev.gatun.parts")
                && !name.equals("dev.gatun.spi");
    }

    private static boolean ofTheCore(JavaClass type) {
        String name = type.getPackageName();
        return name.equals("dev.gatun") || name.startsWith("dev.gatun.spi") || name.startsWith("dev.gatun.core");
    }

    private static boolean restricted(JavaCall<?> call) {
        return RESTRICTED.contains(call.getTargetOwner().getFullName() + "." + call.getName());
    }
}
