package dev.gatun.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatun.net.NetConfig;
import dev.gatun.net.NetListener;
import dev.gatun.net.NetStream;
import dev.gatun.spi.DirectoryChanges.Kind;
import dev.gatun.testkit.Faults;
import dev.gatun.testkit.Limit;
import dev.gatun.testkit.Limits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A machine that is too small for what is asked of it. */
class SimulatedScarcityTest {
    /** A listener pauses, and goes on when there is a handle again. */
    @Test
    void acceptingPausesWithoutHandlesAndGoesOn() throws IOException {
        Limits limits = Limits.usual().with(Limit.HANDLES, 8);
        NetDriver net = new NetDriver(new Driver(new SimulatedGround(1, Faults.none(), limits)));
        List<NetStream> accepted = new ArrayList<>();
        NetListener listener = net.listen(NetDriver.LOOPBACK, NetConfig.systemDefaults(), accepted);
        List<NetStream> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(net.connect(listener.address(), NetConfig.systemDefaults()));
        }
        net.until(() -> accepted.size() == 3 && listener.pauses() > 0, "a pause: one listener, four clients, three");
        assertTrue(listener.isOpen());
        accepted.getFirst().close();
        net.until(() -> accepted.size() == 4, "the fourth, whose client was connected all the time");
        clients.forEach(NetStream::abort);
        accepted.forEach(NetStream::abort);
        listener.close();
        net.driver().settle();
        assertEquals(4, listener.accepted());
        net.driver().close();
    }

    @Test
    void aQueueOfChangesThatIsFullIsToldAndGoesOn() throws IOException {
        Limits limits = Limits.usual().with(Limit.CHANGES, 10);
        FileDriver files = new FileDriver(new Driver(new SimulatedGround(1, Faults.none(), limits)));
        Watched watched = new Watched(files, "full");
        for (int i = 0; i < 20; i++) {
            watched.outsider().makeDirectory(watched.path("d" + i));
        }
        String remedy = watched.untilSeen(Kind.OVERFLOW, "").remedy().orElseThrow();
        assertTrue(remedy.endsWith("Limit.CHANGES is 10"), remedy);
        assertEquals(11, watched.seen.size());
        watched.create("after");
        watched.close();
        files.driver().close();
    }
}
