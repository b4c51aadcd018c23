package dev.gatun.backend.epoll;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatun.testkit.contract.ChildJvm;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * An operation makes no object, and not because the JIT removed it: the interpreter removes none, the first compiler
 * removes none, and the second removes none that it did not inline.
 */
@Tag("assertions") // it runs in processes of their own: once is enough
class AllocationTest {
    @Test
    void anEchoMakesNoObjectInTheInterpreter() throws IOException, InterruptedException {
        echo("-Xint");
    }

    @Test
    void anEchoMakesNoObjectWhereTheFirstCompilerIsTheLast() throws IOException, InterruptedException {
        echo("-XX:TieredStopAtLevel=1");
    }

    @Test
    void anEchoMakesNoObjectHoweverLittleIsInlined() throws IOException, InterruptedException {
        echo("-XX:MaxInlineLevel=1");
    }

    private static void echo(String option) throws IOException, InterruptedException {
        List<String> wrapper = List.of("env", "JDK_JAVA_OPTIONS=" + option);
        ChildJvm.Answer told = ChildJvm.run(wrapper, List.of(), EchoMain.class);
        assertEquals(0, told.exit(), told::toString);
        assertEquals("clean", told.value("echo"));
    }
}
