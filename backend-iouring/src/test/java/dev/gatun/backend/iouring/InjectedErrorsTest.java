package dev.gatun.backend.iouring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.Cpu;
import dev.gatun.CpuConfig;
import dev.gatun.IoException;
import dev.gatun.IoFuture;
import dev.gatun.bindings.NativeMemory;
import dev.gatun.bindings.linux.IoUring;
import dev.gatun.bindings.linux.Linux;
import dev.gatun.bindings.linux.io_uring_sqe;
import dev.gatun.linux.LinuxErrors;
import dev.gatun.spi.IoBackendProvider;
import dev.gatun.spi.IoError;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every error that a kernel might answer, through the real ring and the whole core: a NOP may say what its result shall
 * be (since Linux 6.10). Each must arrive as its portable name with the kernel's number kept, once, and the core go on.
 */
class InjectedErrorsTest {
    /** The kernel's MAX_ERRNO (linux/err.h): no result below it is an error. */
    private static final int ERRNO_MAX = 4095;

    private static final int TOGETHER = 32;

    private final Cpu cpu = opened();
    private final Ring ring = ((IoUringBackend) cpu.backend()).ring();

    private static Cpu opened() {
        IoUringProvider provider = new IoUringProvider();
        IoBackendProvider.Usability usability = provider.probe();
        Assumptions.assumeTrue(usability.usable(), usability::reason);
        return Cpu.standalone(provider, CpuConfig.DEFAULT);
    }

    /** A future whose results are counted. */
    private final class Counted {
        final IoFuture future = cpu.newFuture().onComplete(_ -> count());
        int results;

        private void count() {
            results++;
        }

        /** Writes what a NOP does not ask for into the entry that it has just become. */
        void inject(int result) {
            results = 0;
            future.nop();
            long entry = ring.lastEntry();
            NativeMemory.ALL.set(JAVA_INT, entry + io_uring_sqe.len$offset(), result);
            NativeMemory.ALL.set(JAVA_INT, entry + io_uring_sqe.nop_flags$offset(), IoUring.IORING_NOP_INJECT_RESULT());
        }

        void await() {
            long start = System.nanoTime();
            while (future.isArmed()) {
                cpu.tick();
                assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(5), "no result");
            }
            cpu.tick();
            cpu.tick();
            assertEquals(1, results);
        }
    }

    @BeforeEach
    void theKernelTakesAResult() {
        Counted counted = new Counted();
        counted.inject(77);
        counted.await();
        Assumptions.assumeTrue(counted.future.result() == 77, "NOPs with a result: Linux 6.10 or newer");
        counted.future.close();
    }

    @AfterEach
    void nothingIsLeft() {
        assertEquals(0, ((IoUringBackend) cpu.backend()).strays());
        assertTrue(cpu.close(TimeUnit.SECONDS.toNanos(5)).isClean());
    }

    @Test
    void everyErrorArrivesOnceByItsNameWithTheKernelsNumberAndTheCoreGoesOn() {
        Counted counted = new Counted();
        Set<IoError> met = EnumSet.noneOf(IoError.class);
        for (int errno = 1; errno <= ERRNO_MAX; errno++) {
            counted.inject(-errno);
            counted.await();
            met.add(IoError.of(counted.future.result()));
            check(counted, errno);
            counted.future.nop();
            long start = System.nanoTime();
            while (counted.future.isArmed() && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(5)) {
                cpu.tick();
            }
            assertEquals(0, counted.future.result(), "the operation after error " + errno);
        }
        assertTrue(met.contains(IoError.OTHER) && met.size() > 30, met::toString);
    }

    @Test
    void errorsComeInCompanyToo() {
        Counted[] company = new Counted[TOGETHER];
        for (int i = 0; i < TOGETHER; i++) {
            company[i] = new Counted();
        }
        for (int first = 1; first <= 140; first += TOGETHER) {
            for (int i = 0; i < TOGETHER; i++) {
                company[i].inject(i % 2 == 0 ? -(first + i) : first + i);
            }
            for (int i = 0; i < TOGETHER; i++) {
                company[i].await();
                if (i % 2 == 0) {
                    check(company[i], first + i);
                } else {
                    assertEquals(first + i, company[i].future.result());
                }
            }
        }
    }

    /** What interrupts an operation on one of the kernel's own threads is a cancel: see {@link Reaper}. */
    private static void check(Counted counted, int errno) {
        IoError expected = errno == Linux.EINTR() ? IoError.CANCELLED : LinuxErrors.of(errno);
        assertEquals(expected.result(), counted.future.result(), "error " + errno);
        IoException thrown = assertThrows(IoException.class, counted.future::resultOrThrow);
        assertEquals(expected, thrown.error());
        assertEquals(errno, thrown.nativeNumber());
        assertTrue(String.valueOf(thrown.getMessage()).contains("(system error " + errno + ")"));
    }
}
