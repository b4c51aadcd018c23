package dev.gatun.benchmarks.report;

import dev.gatun.benchmarks.harness.Machine;
import dev.gatun.benchmarks.harness.Settings;
import dev.gatun.json.JsonWriter;

/** Where and how it was measured, at the end of the page; what makes it doubtful stands at its beginning. */
final class MachineSection {
    private final Markup page;
    private final Document document;

    MachineSection(Markup page, Document document) {
        this.page = page;
        this.document = document;
    }

    void write() {
        Machine.Description machine = document.machine();
        page.open("section", "aria-labelledby", "machine").element("h2", "Where and how", "id", "machine");
        page.open("dl");
        pair("Processor", machine.processor() + " (" + machine.arch() + "), " + machine.cpus() + " CPUs");
        pair(
                "Frequency",
                (machine.mhz() == null ? "unknown" : JsonWriter.rounded(machine.mhz()) + " MHz") + ", governor "
                        + machine.governor());
        pair("Hypervisor", machine.hypervisor() == null ? "none found" : machine.hypervisor());
        pair("Kernel", machine.os() + " " + machine.kernel());
        pair("JDK", machine.jdk());
        pair("Stolen by other guests", JsonWriter.rounded(machine.stealPercent()) + " % of the CPUs' time");
        pair(
                "Taken by other processes",
                JsonWriter.rounded(machine.othersPercent()) + " % of the CPUs' time"
                        + (machine.others().isEmpty()
                                ? ""
                                : "; still there: " + String.join(", ", machine.others()) + " of a CPU"));
        pair("Load average", machine.loadAverageBefore() + " before, " + machine.loadAverage() + " after");
        Settings settings = document.settings();
        pair(
                "Rounds",
                settings.rounds() + " of " + settings.roundMillis() + " ms" + (settings.quick() ? " (quick)" : "")
                        + ", after at most " + settings.warmUpRoundsMax() + " of " + settings.warmUpMillis()
                        + " ms to warm up");
        pair(
                "Pinned",
                settings.serverCpu() == settings.loadCpu()
                        ? "what is measured and the load share CPU " + settings.serverCpu()
                        : "what is measured to CPU " + settings.serverCpu() + ", the load to CPU "
                                + settings.loadCpu());
        page.close("dl");
        if (!machine.notes().isEmpty()) {
            page.open("ul");
            machine.notes().forEach(note -> page.element("li", note));
            page.close("ul");
        }
        page.close("section");
    }

    private void pair(String name, String value) {
        page.open("div").element("dt", name).element("dd", value).close("div");
    }
}
