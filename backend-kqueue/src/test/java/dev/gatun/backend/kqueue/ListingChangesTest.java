package dev.gatun.backend.kqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatun.backend.kqueue.Listing.Node;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ListingChangesTest {
    private final ListingChanges changes = new ListingChanges(new AtomicInteger()::incrementAndGet);

    private static Node file(long inode) {
        return new Node(1, inode, 100 + inode, false);
    }

    private static Map<String, Node> names(Object... namesAndNodes) {
        Map<String, Node> names = new TreeMap<>();
        for (int i = 0; i < namesAndNodes.length; i += 2) {
            names.put((String) namesAndNodes[i], (Node) namesAndNodes[i + 1]);
        }
        return names;
    }

    private List<String> told() {
        List<String> told = new ArrayList<>();
        changes.pair();
        changes.tell((directory, kind, cookie, isDirectory, name) ->
                told.add(directory + " " + kind + " " + new String(name, StandardCharsets.UTF_8)
                        + (cookie == 0 ? "" : " " + cookie) + (isDirectory ? "/" : "")));
        assertEquals(told.size(), changes.count());
        return told;
    }

    @Test
    void whatCameAndWentIsTold() {
        Node directory = new Node(1, 3, 3, true);
        changes.compare(7, names("a", file(1), "b", file(2)), names("b", file(2), "d", directory));
        assertEquals(List.of("7 DELETED a", "7 CREATED d/"), told());
    }

    @Test
    void aNodeAtAnotherNameMoved() {
        changes.compare(7, names("a", file(1)), names("b", file(1)));
        assertEquals(List.of("7 MOVED_FROM a 1", "7 MOVED_TO b 1"), told());
    }

    @Test
    void aMoveFromOneDirectoryToAnotherIsOne() {
        changes.compare(8, names(), names("b", file(1)));
        changes.compare(7, names("a", file(1)), names());
        assertEquals(List.of("7 MOVED_FROM a 1", "8 MOVED_TO b 1"), told());
    }

    @Test
    void twoThatChangedNamesMovedBoth() {
        changes.compare(7, names("a", file(1), "b", file(2)), names("a", file(2), "b", file(1)));
        assertEquals(List.of("7 MOVED_FROM a 1", "7 MOVED_FROM b 2", "7 MOVED_TO a 2", "7 MOVED_TO b 1"), told());
    }

    /** As an editor saves: the name was never without a file. */
    @Test
    void whatWasReplacedIsNotDeleted() {
        changes.compare(7, names("a", file(1), "new", file(2)), names("a", file(2)));
        changes.compare(8, names("b", file(3)), names("b", file(4)));
        assertEquals(List.of("7 MOVED_FROM new 1", "7 MOVED_TO a 1", "8 CREATED b"), told());
    }

    @Test
    void anInodeThatIsUsedAgainIsNoMove() {
        changes.compare(7, names("a", file(1)), names("b", new Node(1, 1, 999, false)));
        assertEquals(List.of("7 DELETED a", "7 CREATED b"), told());
    }

    @Test
    void aSecondNameOfAFileIsNew() {
        changes.compare(7, names("a", file(1)), names("a", file(1), "b", file(1), "c", file(1)));
        assertEquals(List.of("7 CREATED b", "7 CREATED c"), told());
    }

    @Test
    void ofOneThatHasTwoNewNamesOneIsMoved() {
        changes.compare(7, names("a", file(1)), names("b", file(1), "c", file(1)));
        assertEquals(List.of("7 MOVED_FROM a 1", "7 MOVED_TO b 1", "7 CREATED c"), told());
    }
}
