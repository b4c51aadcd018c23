package dev.gatun.file;

import dev.gatun.spi.DirectoryChanges.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** What has changed in a directory that is watched. Immutable, for any thread. */
public final class DirectoryChange {
    private final Kind kind;
    private final String directory;
    private final byte[] nameBytes;
    private final String name;
    private final boolean isDirectory;
    private final int cookie;
    private final String about;

    /** {@code about}: for MOVED_TO the path it had before, for OVERFLOW the remedy; else empty. */
    DirectoryChange(Kind kind, String directory, byte[] nameBytes, boolean isDirectory, int cookie, String about) {
        this.kind = kind;
        this.directory = directory;
        this.nameBytes = nameBytes;
        this.isDirectory = isDirectory;
        this.cookie = cookie;
        this.about = about;
        name = decoded(nameBytes);
    }

    public Kind kind() {
        return kind;
    }

    /** As it was given to {@link DirectoryWatch#add}; empty for an OVERFLOW, which is of all of them. */
    public String directory() {
        return directory;
    }

    /**
     * The name in the directory, empty where the directory itself is meant. Names are bytes: those that are no UTF-8
     * stand here as {@code \xff}, and as they are in {@link #nameBytes}.
     */
    public String name() {
        return name;
    }

    public byte[] nameBytes() {
        return nameBytes.clone();
    }

    public String path() {
        return name.isEmpty() ? directory : directory.endsWith("/") ? directory + name : directory + "/" + name;
    }

    /** Whether what has that name is a directory; what left, only where the watch has NATURE_OF_GONE. */
    public boolean isDirectory() {
        return isDirectory;
    }

    /** The same for the two halves of a move; 0 for all else. */
    public int cookie() {
        return cookie;
    }

    /** Of a MOVED_TO within what is watched: the path that it had before. */
    public Optional<String> movedFrom() {
        return kind == Kind.MOVED_TO && !about.isEmpty() ? Optional.of(about) : Optional.empty();
    }

    /** Of an OVERFLOW: what to do. */
    public Optional<String> remedy() {
        return kind == Kind.OVERFLOW ? Optional.of(about) : Optional.empty();
    }

    @Override
    public String toString() {
        return kind
                + (path().isEmpty() ? "" : " " + path())
                + (about.isEmpty() ? "" : kind == Kind.OVERFLOW ? ": " + about : " from " + about);
    }

    private static String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            StringBuilder text = new StringBuilder();
            for (byte one : bytes) {
                if (one >= 0) {
                    text.append((char) one);
                } else {
                    text.append("\\x").append(HexFormat.of().toHexDigits(one));
                }
            }
            return text.toString();
        }
    }
}
