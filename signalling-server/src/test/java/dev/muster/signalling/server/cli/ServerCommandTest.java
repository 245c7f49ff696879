package dev.muster.signalling.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.muster.signalling.server.Limit;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line says without starting a server. */
class ServerCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Map<String, String> environment, String... arguments) {
        return new ServerCommand(environment, new PrintWriter(out, true), new PrintWriter(err, true)).run(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h"})
    void helpNamesEveryOption(String option) {
        assertEquals(ExitCode.OK, run(Map.of(), option));
        for (Limit limit : Limit.values()) {
            assertTrue(out.toString().contains("--" + limit.optionName() + "=N"), limit.optionName());
        }
        for (Setting setting : Setting.values()) {
            assertTrue(out.toString().contains("--" + setting.optionName() + "="), setting.optionName());
        }
        assertTrue(out.toString().contains("default: 0.0.0.0:3536"));
        assertEquals("", err.toString());
    }

    @Test
    void theVersionIsTheBuilds() {
        assertEquals(ExitCode.OK, run(Map.of(), "--version"));
        assertTrue(out.toString().matches("muster-signalling-server \\d+\\.\\d+\\.\\d+\\S*\\s+"), out.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--nonsense|Unknown option: '--nonsense'",
                "1.2.3.4:1 5.6.7.8:2|Unmatched argument at index 1: '5.6.7.8:2'",
                "localhost:3536|\"localhost\" is not an IP address; names are not looked up",
                "3536|3536 is not IP:PORT; try 0.0.0.0:3536 or [::]:3536",
                "0.0.0.0:70000|0.0.0.0:70000 is not IP:PORT; try 0.0.0.0:3536 or [::]:3536",
                "300.0.0.1:1|\"300.0.0.1\" is not an IP address; names are not looked up",
                ":::1|:::1 is not IP:PORT; try 0.0.0.0:3536 or [::]:3536",
                "--rooms=many|--rooms needs a whole number, not many",
                "--rooms=0|rooms must be from 1 to 1000000, not 0",
                "--rooms=1 --rooms=2|--rooms is there 2 times",
                "--topology=star|--topology is full-mesh or client-server, not star",
                "--tls-cert=x.pem|--tls-cert and --tls-key go together",
                "--turn-url=turn:a|--turn-url and --turn-secret go together",
                "--turn-url=http:a --turn-secret=x|not a TURN URL: http:a (try turn:host:port)",
                "--trusted-proxy=proxy|\"proxy\" is not an IP address; names are not looked up"
            })
    void whatMakesNoSenseIsOneSentence(String arguments, String sentence) {
        assertEquals(ExitCode.USAGE, run(Map.of(), arguments.split(" ", -1)));
        assertEquals("muster-signalling-server: " + sentence, err.toString().strip());
    }

    @ParameterizedTest
    @CsvSource({
        "MUSTER_ROOMS,0,'rooms must be from 1 to 1000000, not 0'",
        "HOST,nowhere,nowhere is not IP:PORT; try 0.0.0.0:3536 or [::]:3536",
        "MUSTER_TLS_KEY,x.pem,--tls-cert and --tls-key go together"
    })
    void theEnvironmentIsReadToo(String variable, String value, String sentence) {
        assertEquals(ExitCode.USAGE, run(Map.of(variable, value)));
        assertEquals("muster-signalling-server: " + sentence, err.toString().strip());
    }

    @Test
    void argumentsWinOverTheEnvironment() {
        Map<String, String> environment =
                Map.of("MUSTER_ROOMS", "5", "HOST", "127.0.0.1:0", "MUSTER_PING_MILLIS", "600000");
        assertEquals(ExitCode.USAGE, run(environment, "--rooms", "0"));
        assertEquals(ExitCode.CONFIGURATION, run(environment));
        assertTrue(err.toString().contains("idle-millis (60000) must be larger than ping-millis (600000)"));
    }

    @Test
    void anAddressOfAnotherMachineIsOneSentence() {
        assertEquals(ExitCode.UNAVAILABLE, run(Map.of(), "192.0.2.1:3536"));
        assertTrue(
                err.toString().startsWith("muster-signalling-server: cannot listen on 192.0.2.1:3536 ("),
                err.toString());
        assertEquals(1, err.toString().lines().count());
    }

    @Test
    void aBadCertificateIsOneSentence() {
        assertEquals(
                ExitCode.CONFIGURATION,
                run(Map.of(), "127.0.0.1:0", "--tls-cert=/nonexistent/c.pem", "--tls-key=/nonexistent/k.pem"));
        assertEquals(
                "muster-signalling-server: there is no file /nonexistent/c.pem",
                err.toString().strip());
    }
}
