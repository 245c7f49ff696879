package dev.muster.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IceServerTest {
    @Test
    void theDefaultsAreTheFivePublicStunServers() {
        assertEquals(
                List.of(
                        "stun:stun.l.google.com:19302",
                        "stun:stun1.l.google.com:19302",
                        "stun:stun2.l.google.com:19302",
                        "stun:stun3.l.google.com:19302",
                        "stun:stun4.l.google.com:19302"),
                IceServer.defaultStunServers().stream()
                        .flatMap(server -> server.urls().stream())
                        .toList());
    }

    @Test
    void goodUrlsAreTaken() {
        for (String url : List.of("stun:host", "stuns:host:5349", "STUN:Host.example:3478", "stun:[fe80::1]:3478")) {
            assertEquals(List.of(url), IceServer.stun(url).urls());
        }
        for (String url : List.of("turn:host", "turn:1.2.3.4:3478?transport=tcp", "turns:host:5349?transport=tcp")) {
            assertEquals(List.of(url), IceServer.turn(url, "alice", "secret").urls());
        }
    }

    @Test
    void badUrlsAreRefusedWithASentence() {
        for (String url : List.of(
                "",
                " ",
                "stun:",
                "host:3478",
                "http://host",
                "stun://host",
                "stun:host:0",
                "stun:host:70000",
                "stun:host?transport=udp",
                "turn:host?transport=sctp",
                "turn:host",
                "stun:ho st",
                "stun:host\n")) {
            var refusal = assertThrows(IllegalArgumentException.class, () -> IceServer.stun(url), url);
            assertTrue(String.valueOf(refusal.getMessage()).endsWith("."), refusal.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> IceServer.turn("turn:host", "", "secret"));
        assertThrows(IllegalArgumentException.class, () -> IceServer.turn("turn:host", "alice", ""));
        assertThrows(IllegalArgumentException.class, () -> new IceServer(List.of(), Optional.empty()));
    }

    @Test
    void thePasswordStaysOutOfLogs() {
        assertFalse(IceServer.turn("turn:host", "alice", "hush").toString().contains("hush"));
    }
}
