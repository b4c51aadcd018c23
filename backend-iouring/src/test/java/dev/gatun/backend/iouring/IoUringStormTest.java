package dev.gatun.backend.iouring;

import dev.gatun.testkit.contract.BackendStorm;
import dev.gatun.testkit.contract.Ground;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

class IoUringStormTest extends BackendStorm {
    @Override
    protected Ground newGround() throws IOException {
        return new RealGround(new IoUringProvider());
    }

    @Override
    protected void report(String line) throws IOException {
        Path proofs = Path.of(System.getProperty("gatun.root", ".."), "target", "proofs");
        Files.createDirectories(proofs.getParent());
        Files.writeString(proofs, "io_uring: " + line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    protected int handleLimit() {
        try {
            return Files.readAllLines(Path.of("/proc/self/limits")).stream()
                    .filter(line -> line.startsWith("Max open files"))
                    .map(line -> line.split(" +", -1)[3])
                    .mapToInt(Integer::parseInt)
                    .findFirst()
                    .orElse(1024);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
