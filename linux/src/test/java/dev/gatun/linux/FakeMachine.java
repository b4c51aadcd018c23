package dev.gatun.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A tree as {@code /sys/devices} is on some machine, as far as topology goes. */
final class FakeMachine {
    final Path devices;

    FakeMachine(Path devices) {
        this.devices = devices;
    }

    FakeMachine cpu(int number, String siblings, int socket) {
        write("system/cpu/cpu" + number + "/topology/thread_siblings_list", siblings);
        write("system/cpu/cpu" + number + "/topology/physical_package_id", String.valueOf(socket));
        return this;
    }

    FakeMachine capacity(int number, int capacity) {
        return write("system/cpu/cpu" + number + "/cpu_capacity", String.valueOf(capacity));
    }

    FakeMachine node(int number, String cpus) {
        return write("system/node/node" + number + "/cpulist", cpus);
    }

    FakeMachine write(String path, String text) {
        try {
            Path file = devices.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text + "\n");
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A desktop processor: 8 cores with two threads each; the second threads are numbered after all first. */
    static FakeMachine desktop(Path folder) {
        FakeMachine machine = new FakeMachine(folder).node(0, "0-15");
        for (int i = 0; i < 16; i++) {
            machine.cpu(i, i % 8 + "," + (i % 8 + 8), 0);
        }
        return machine;
    }

    /** A server with two sockets of 4 cores with two threads each, a node each. */
    static FakeMachine twoSockets(Path folder) {
        FakeMachine machine = new FakeMachine(folder).node(0, "0-3,8-11").node(1, "4-7,12-15");
        for (int i = 0; i < 16; i++) {
            machine.cpu(i, i % 8 + "," + (i % 8 + 8), i % 8 / 4);
        }
        return machine;
    }

    /** A laptop of 2 fast cores with two threads each, neighbours by number, and 4 efficient ones. */
    static FakeMachine hybrid(Path folder) {
        FakeMachine machine = new FakeMachine(folder).node(0, "0-7").write("cpu_atom/cpus", "4-7");
        for (int i = 0; i < 4; i++) {
            machine.cpu(i, i / 2 * 2 + "-" + (i / 2 * 2 + 1), 0);
        }
        for (int i = 4; i < 8; i++) {
            machine.cpu(i, String.valueOf(i), 0);
        }
        return machine;
    }

    /** A board of the ARM kind: 4 little cores first, 2 big ones after them; no nodes are told. */
    static FakeMachine bigLittle(Path folder) {
        FakeMachine machine = new FakeMachine(folder);
        for (int i = 0; i < 6; i++) {
            machine.cpu(i, String.valueOf(i), -1).capacity(i, i < 4 ? 446 : 1024);
        }
        return machine;
    }

    /** One socket that was set up as four nodes of 2 cores (sub-NUMA clustering). */
    static FakeMachine fourNodesInASocket(Path folder) {
        FakeMachine machine = new FakeMachine(folder);
        for (int i = 0; i < 8; i++) {
            machine.cpu(i, String.valueOf(i), 0);
            machine.node(i / 2, i / 2 * 2 + "-" + (i / 2 * 2 + 1));
        }
        return machine;
    }
}
