package dev.gatun.backend.iocp;

import static java.lang.foreign.ValueLayout.JAVA_CHAR_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.gatun.bindings.windows.FileNotifyInformation;
import dev.gatun.bindings.windows.WindowsFiles;
import dev.gatun.spi.DirectoryChanges.Kind;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Windows wrote of changes in one directory: records that lie behind each other, the two names of a move in
 * two of them, which may come in two answers. The Cpu's thread alone.
 */
final class NotifyRecords {
    /** Told of each. */
    @FunctionalInterface
    interface Listener {
        void onRecord(Kind kind, int cookie, String name);
    }

    private final IntSupplier cookies;

    /** Of an old name whose new one is yet to come; 0: of none. */
    private int cookie;

    NotifyRecords(IntSupplier cookies) {
        this.cookies = cookies;
    }

    void read(MemorySegment records, Listener listener) {
        long at = 0;
        long next;
        do {
            int length = records.get(JAVA_INT_UNALIGNED, at + FileNotifyInformation.FILE_NAME_LENGTH);
            Kind kind = kind(records.get(JAVA_INT_UNALIGNED, at + FileNotifyInformation.ACTION));
            if (kind != null) {
                String name = name(records.asSlice(at + FileNotifyInformation.FILE_NAME, length));
                listener.onRecord(kind, cookieOf(kind), name);
            }
            next = records.get(JAVA_INT_UNALIGNED, at + FileNotifyInformation.NEXT_ENTRY_OFFSET);
            at += next;
        } while (next > 0);
    }

    private static @Nullable Kind kind(int action) {
        return switch (action) {
            case WindowsFiles.FILE_ACTION_ADDED -> Kind.CREATED;
            case WindowsFiles.FILE_ACTION_REMOVED -> Kind.DELETED;
            case WindowsFiles.FILE_ACTION_MODIFIED -> Kind.MODIFIED;
            case WindowsFiles.FILE_ACTION_RENAMED_OLD_NAME -> Kind.MOVED_FROM;
            case WindowsFiles.FILE_ACTION_RENAMED_NEW_NAME -> Kind.MOVED_TO;
            default -> null;
        };
    }

    private int cookieOf(Kind kind) {
        if (kind == Kind.MOVED_FROM) {
            cookie = cookies.getAsInt();
            return cookie;
        }
        int known = cookie;
        cookie = kind == Kind.MOVED_TO ? 0 : cookie;
        return kind == Kind.MOVED_TO ? known : 0;
    }

    private static String name(MemorySegment characters) {
        return new String(characters.toArray(JAVA_CHAR_UNALIGNED));
    }

    /** UTF-8, in which a surrogate without its other half is three bytes: names need not be text here either. */
    static byte[] bytes(String name) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(name.length());
        for (int i = 0; i < name.length(); i++) {
            char unit = name.charAt(i);
            boolean isPair = i + 1 < name.length() && Character.isSurrogatePair(unit, name.charAt(i + 1));
            if (Character.isSurrogate(unit) && !isPair) {
                bytes.write(0xE0 | (unit >> 12));
                bytes.write(0x80 | ((unit >> 6) & 0x3F));
                bytes.write(0x80 | (unit & 0x3F));
            } else {
                bytes.writeBytes(Character.toString(name.codePointAt(i)).getBytes(StandardCharsets.UTF_8));
                i += isPair ? 1 : 0;
            }
        }
        return bytes.toByteArray();
    }
}
