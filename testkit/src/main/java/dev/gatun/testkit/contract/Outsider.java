package dev.gatun.testkit.contract;

/** Somebody else on the machine, who changes files behind the backend's back. The test's thread. */
public interface Outsider {
    void makeDirectory(String path);

    /** An empty file. */
    void create(String path);

    void append(String path, String text);

    /** In place of what has that name. */
    void move(String from, String to);

    /** A file, or a directory with nothing in it. */
    void delete(String path);

    /** A file whose name, {@code bad\xffname}, is no UTF-8; false where a name can't be so. */
    boolean createUndecodable(String folder);

    void deleteUndecodable(String folder);

    /** Nobody may look into it from now on; false where that holds nobody back. */
    boolean forbid(String folder);
}
