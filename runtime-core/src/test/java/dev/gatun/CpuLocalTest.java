package dev.gatun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CpuLocalTest {
    private final List<Object> told = new ArrayList<>();
    private final CpuLocal<Object> local = new CpuLocal<>(_ -> new Object(), told::add);

    private static Cpu cpu() {
        return Cpu.standalone(new ScriptedBackend.Provider(), CpuConfig.DEFAULT.withBuffers(Pools.SMALL));
    }

    @Test
    void eachCpuHasItsOwnForEachKeyAndIsToldOnce() {
        Cpu one = cpu();
        Cpu other = cpu();
        Object ofOne = local.of(one);
        assertSame(ofOne, local.of(one));
        Object ofOther = local.of(other);
        assertNotSame(ofOne, ofOther);
        assertNotSame(ofOne, new CpuLocal<>(_ -> new Object(), _ -> {}).of(one));
        one.close(0);
        one.close(0);
        assertEquals(List.of(ofOne), told);
        other.close(0);
        assertEquals(List.of(ofOne, ofOther), told);
        Cpu never = cpu();
        never.close(0);
        assertThrows(IllegalStateException.class, () -> local.of(never));
    }

    @Test
    void whatFailsWhileItIsToldIsReported() {
        Cpu cpu = cpu();
        new CpuLocal<>(_ -> new Object(), _ -> {
                    throw new IllegalStateException("planted");
                })
                .of(cpu);
        assertEquals(1, cpu.close(0).handlerFailures().size());
    }

    @Test
    void anotherThreadIsRefused() throws InterruptedException {
        Cpu cpu = cpu();
        List<Throwable> refused = new ArrayList<>();
        Thread stranger = Thread.ofPlatform().start(() -> {
            try {
                local.of(cpu);
            } catch (WrongThreadException e) {
                refused.add(e);
            }
        });
        stranger.join();
        assertEquals(1, refused.size());
        cpu.close(0);
    }
}
