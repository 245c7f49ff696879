package dev.muster.webrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EmptySharedObjectTest {
    @Test
    void theMachineIsTheOneAskedForAndUnknownOnesAreAnsweredEmpty() {
        assertEquals(62, machine("amd64"));
        assertEquals(183, machine("aarch64"));
        assertEquals(Optional.empty(), EmptySharedObject.build("arm", "libx.so", List.of()));
        assertEquals(Optional.empty(), EmptySharedObject.build("riscv64", "libx.so", List.of()));
    }

    @Test
    void itIsSmallAndCarriesItsNames() {
        byte[] bytes = EmptySharedObject.build("amd64", "liba.so.1", List.of("libb.so.2"))
                .orElseThrow();
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        assertTrue(bytes.length < 512, "a few hundred bytes, not " + bytes.length);
        assertTrue(text.contains("\0liba.so.1\0") && text.contains("\0libb.so.2\0"));
    }

    private static int machine(String architecture) {
        byte[] bytes =
                EmptySharedObject.build(architecture, "libx.so", List.of()).orElseThrow();
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getShort(18);
    }
}
