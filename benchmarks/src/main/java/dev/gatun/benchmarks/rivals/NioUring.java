package dev.gatun.benchmarks.rivals;

/**
 * nio_uring 0.1.3, which is asked for and says why not: its {@code queueRead} takes no offset, and its files are opened
 * by a path alone. So it can neither read at random nor past the page cache, and is not even a dependency.
 */
public final class NioUring implements Rival {
    @Override
    public String name() {
        return "nio_uring";
    }

    @Override
    public boolean competesIn(String row) {
        return row.equals("file.read");
    }

    @Override
    public void run(Stage stage) {
        throw new UnsupportedOperationException("its reads take neither an offset nor direct access (0.1.3)");
    }
}
