package dev.gatun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the files of machines that are not here. */
class ControlGroupTest {
    private static final String GROUPS = "sys/fs/cgroup/";

    @TempDir
    Path root;

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text + "\n");
    }

    private ControlGroup group() {
        return new ControlGroup(new SystemTree(root));
    }

    @Test
    void withoutGroupsNothingIsTold() throws IOException {
        assertFalse(group().isTold("memory"));
        assertEquals(Long.MAX_VALUE, group().memoryBytes());
        assertEquals(Double.POSITIVE_INFINITY, group().cpus());
        write("proc/self/cgroup", "0::/a.slice/b.service");
        assertFalse(group().isTold("memory"));
        assertEquals(Long.MAX_VALUE, group().memoryBytes());
    }

    /** A service of systemd is limited in its own group; a slice, in the one above. */
    @Test
    void theLeastOfItsOwnAndAllAboveCounts() throws IOException {
        write("proc/self/cgroup", "0::/a.slice/b.service");
        write(GROUPS + "cgroup.controllers", "cpu memory");
        write(GROUPS + "a.slice/memory.max", "max");
        write(GROUPS + "a.slice/b.service/memory.max", "536870912");
        write(GROUPS + "a.slice/cpu.max", "150000 100000");
        write(GROUPS + "a.slice/b.service/cpu.max", "max 100000");
        assertTrue(group().isTold("memory"));
        assertEquals(536_870_912, group().memoryBytes());
        assertEquals(1.5, group().cpus());
        write(GROUPS + "a.slice/memory.max", "268435456");
        assertEquals(268_435_456, group().memoryBytes());
    }

    /** Its group is the root there, and goes by a path that only the host has. */
    @Test
    void aContainerSeesItsOwnAsTheRoot() throws IOException {
        write("proc/self/cgroup", "0::/../../docker/0123");
        write(GROUPS + "cgroup.controllers", "cpu memory");
        write(GROUPS + "memory.max", "1073741824");
        write(GROUPS + "cpu.max", "50000 100000");
        assertEquals(1 << 30, group().memoryBytes());
        assertEquals(0.5, group().cpus());
    }

    @Test
    void theFirstVersionHasAFolderForEachController() throws IOException {
        write("proc/self/cgroup", "4:memory:/here\n3:cpu,cpuacct:/\n0::/");
        write(GROUPS + "unified/cgroup.controllers", "");
        write(GROUPS + "memory/memory.limit_in_bytes", "9223372036854771712");
        write(GROUPS + "memory/here/memory.limit_in_bytes", "104857600");
        write(GROUPS + "cpu/cpu.cfs_quota_us", "-1");
        write(GROUPS + "cpu/cpu.cfs_period_us", "100000");
        assertTrue(group().isTold("cpu"));
        assertEquals(104_857_600, group().memoryBytes());
        assertEquals(Double.POSITIVE_INFINITY, group().cpus());
        write(GROUPS + "cpu/cpu.cfs_quota_us", "200000");
        assertEquals(2, group().cpus());
    }
}
