package dev.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.backend.iocp.GatewayProvider;
import dev.gatun.cli.Report.State;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The probe on Windows, through Wine: what it answers is this machine's, and Wine says that it is Wine. */
@Tag("assertions")
@Timeout(60)
class WindowsMachineTest {
    @TempDir
    Path folder;

    @Test
    void windowsTellsOfItself() throws IOException, InterruptedException {
        ForeignReport told = new ForeignReport(
                new WindowsMachine(GatewayProvider.system(), List.of(GatewayProvider.provider())), folder, true);
        told.assertWhole("iocp");
        told.assertReadable();
        told.assertMeasured("clock-reading", "null-system-call", "empty-port", "page-fault", "wake");
        assertEquals("Windows", told.report.host().os());
        String kernel = told.report.host().kernel();
        assertTrue(kernel.matches("[0-9.]+, as Wine [0-9.]+ has it"), kernel);
        assertEquals("Microsoft Windows " + kernel.split(",", 2)[0], GatewayProvider.says("cmd", "/c", "ver"));
        told.assertState(State.LIMITED, "timer-slack"); // Wine has no wait packets
        told.assertState(State.LIMITED, "iocp.exact-waits");
        told.assertState(State.YES, "iocp.bound-threads");
        told.assertState(State.YES, "clock-source");
        assertTrue(told.limit("nofile").value().matches("16777216, in use [0-9]+")); // Wine counts none
        long bytes = Long.parseLong(Witness.says("awk", "/^MemTotal/ { print $2 }", "/proc/meminfo")) << 10;
        long missing = bytes - Long.parseLong(told.limit("memory").value());
        assertTrue(missing >= 0 && missing <= 1 << 16, () -> missing + " bytes"); // Wine leaves out a page
        assertEquals(
                "GetAdaptersAddresses answered error 2",
                told.report.findings().stream()
                        .filter(each -> each.title().equals("network devices are hidden"))
                        .findFirst()
                        .orElseThrow()
                        .detail(),
                "the gateway's Wine has no services; WindowsChecksTest has devices");
    }
}
