package dev.muster.webrtc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the bytes of an ELF64 shared object that defines nothing: it has a name, may ask for other libraries, and
 * that is all.
 *
 * <p>It serves twice. An object that <em>needs</em> a library asks the dynamic linker whether that library is there,
 * with the linker's own search rules instead of a guess at them. An object that <em>is named</em> like a library
 * stands in for it: the linker matches later needs by that name, and binds symbols lazily, so that code which is
 * never reached may be absent.
 */
final class EmptySharedObject {
    /** ELF machine numbers by the JVM's {@code os.arch}; all of them are 64-bit and little-endian. */
    private static final Map<String, Short> MACHINES = Map.of("amd64", (short) 62, "aarch64", (short) 183);

    private static final int HEADER_BYTES = 64;
    private static final int SEGMENT_BYTES = 56;
    private static final int DYNAMIC_ENTRY_BYTES = 16;
    private static final int SYMBOL_BYTES = 24;
    private static final int HASH_BYTES = 16;
    private static final int SEGMENTS = 3;

    /** A multiple of every page size in use (64 KiB pages exist on aarch64). */
    private static final long ALIGNMENT = 0x1_0000;

    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int PT_GNU_STACK = 0x6474_E551;
    private static final int READ_WRITE = 6;

    private static final long DT_NULL = 0;
    private static final long DT_NEEDED = 1;
    private static final long DT_HASH = 4;
    private static final long DT_STRTAB = 5;
    private static final long DT_SYMTAB = 6;
    private static final long DT_STRSZ = 10;
    private static final long DT_SYMENT = 11;
    private static final long DT_SONAME = 14;

    private EmptySharedObject() {}

    /**
     * The shared object for the given machine, or empty where we do not know how to write one.
     *
     * @param architecture the JVM's {@code os.arch}
     * @param name what the linker shall know the object by
     * @param needed the libraries that the linker must find before it loads the object
     */
    static Optional<byte[]> build(String architecture, String name, List<String> needed) {
        return Optional.ofNullable(MACHINES.get(architecture)).map(machine -> write(machine, name, needed));
    }

    private static byte[] write(short machine, String name, List<String> needed) {
        var names = new StringTable();
        var dynamic = new ArrayList<long[]>();
        needed.forEach(library -> dynamic.add(new long[] {DT_NEEDED, names.add(library)}));
        dynamic.add(new long[] {DT_SONAME, names.add(name)});

        int dynamicAt = HEADER_BYTES + SEGMENTS * SEGMENT_BYTES;
        int dynamicBytes = (dynamic.size() + 6) * DYNAMIC_ENTRY_BYTES;
        int hashAt = dynamicAt + dynamicBytes;
        int symbolsAt = hashAt + HASH_BYTES;
        int namesAt = symbolsAt + SYMBOL_BYTES;
        byte[] nameBytes = names.bytes();
        dynamic.add(new long[] {DT_HASH, hashAt});
        dynamic.add(new long[] {DT_STRTAB, namesAt});
        dynamic.add(new long[] {DT_STRSZ, nameBytes.length});
        dynamic.add(new long[] {DT_SYMTAB, symbolsAt});
        dynamic.add(new long[] {DT_SYMENT, SYMBOL_BYTES});
        dynamic.add(new long[] {DT_NULL, 0});

        int size = namesAt + nameBytes.length;
        var out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        header(out, machine);
        segment(out, PT_LOAD, 0, size, ALIGNMENT);
        // The linker rewrites the addresses in the dynamic section, hence writable.
        segment(out, PT_DYNAMIC, dynamicAt, dynamicBytes, Long.BYTES);
        // Without this entry the loader asks for an executable stack, and the JVM warns about it.
        segment(out, PT_GNU_STACK, 0, 0, DYNAMIC_ENTRY_BYTES);
        dynamic.forEach(entry -> out.putLong(entry[0]).putLong(entry[1]));
        out.putInt(1).putInt(1).putInt(0).putInt(0); // One bucket, one chain, both empty.
        out.put(new byte[SYMBOL_BYTES]); // The null symbol that every table begins with.
        out.put(nameBytes);
        return out.array();
    }

    private static void header(ByteBuffer out, short machine) {
        byte sixtyFourBit = 2;
        byte littleEndian = 1;
        byte version = 1;
        short sharedObject = 3;
        out.put(new byte[] {0x7F, 'E', 'L', 'F', sixtyFourBit, littleEndian, version, 0})
                .putLong(0);
        out.putShort(sharedObject).putShort(machine).putInt(version);
        out.putLong(0).putLong(HEADER_BYTES).putLong(0); // No entry point; segments follow at once; no sections.
        out.putInt(0).putShort((short) HEADER_BYTES);
        out.putShort((short) SEGMENT_BYTES).putShort((short) SEGMENTS);
        out.putShort((short) 64).putShort((short) 0).putShort((short) 0);
    }

    private static void segment(ByteBuffer out, int type, long at, long bytes, long alignment) {
        out.putInt(type).putInt(READ_WRITE);
        out.putLong(at).putLong(at).putLong(at); // Offset in the file, virtual and physical address are the same.
        out.putLong(bytes).putLong(bytes).putLong(alignment);
    }

    /** Zero-terminated names, addressed by where they begin; the empty name comes first, as ELF demands. */
    private static final class StringTable {
        private final StringBuilder text = new StringBuilder("\0");

        int add(String name) {
            int at = text.length();
            text.append(name).append('\0');
            return at;
        }

        byte[] bytes() {
            return text.toString().getBytes(StandardCharsets.US_ASCII);
        }
    }
}
