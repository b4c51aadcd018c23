package dev.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.cli.NetworkLinks.Attached;
import dev.gatun.cli.NetworkLinks.Link;
import dev.gatun.cli.NetworkLinks.Offer;
import dev.gatun.testkit.contract.ChildJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkLinksTest {
    @TempDir
    Path folder;

    /** Prints what it sees, for a process in another network. */
    public static final class Told {
        private Told() {}

        public static void main(String[] arguments) {
            NetworkLinks.ask().devices().forEach((name, link) -> System.out.println(name + ": " + link));
        }
    }

    @Test
    void thereIsLo() {
        NetworkLinks links = NetworkLinks.ask();
        assertEquals("", links.problem());
        Link lo = links.devices().get("lo");
        assertNotNull(lo, links::toString);
        assertEquals(1, lo.index());
    }

    /** Programs in C attach, or are told that they can't: lo has no driver that runs any, veth has one. */
    @Test
    @Tag("assertions")
    void programsAreSeenAndOffersAreTrue() throws IOException, InterruptedException {
        String xdp = Witness.compiled(folder, "xdp").toString();
        Assumptions.assumeTrue(
                ChildJvm.works("unshare", "--net", xdp, "kernel", "lo", "true"),
                "a network of its own, and the right to load programs into the kernel");
        assertTrue(!ChildJvm.works("unshare", "--net", xdp, "driver", "lo", "true"), "lo has no driver");
        String script = "ip link add one mtu 1234 type veth peer name other; ip link set one up; ip link set other up;"
                + " exec " + xdp + " driver one " + xdp + " kernel lo \"$@\"";
        ChildJvm.Answer answer =
                ChildJvm.run(List.of("unshare", "--net", "sh", "-ec", script, "sh"), List.of(), Told.class);
        assertEquals(0, answer.exit(), answer::toString);
        assertEquals(new Link(1, false, 65536, Attached.KERNEL, Offer.NOTHING).toString(), answer.value("lo"));
        assertTrue(
                answer.value("one").contains("isUp=true, mtu=1234, attached=DRIVER, offer=PROGRAMS"), answer::toString);
        assertTrue(answer.value("other").contains("isUp=true"), answer::toString);
        assertTrue(answer.value("other").contains("attached=NONE"), answer::toString);
    }
}
