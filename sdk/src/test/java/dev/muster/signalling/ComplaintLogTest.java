package dev.muster.signalling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComplaintLogTest {
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private long now = 7;
    private final ComplaintLog complaints = new ComplaintLog(listenedTo(), () -> now);

    @Test
    void whoComplainsWithoutEndIsHeardAFewTimesAMinuteAndTheRestIsCounted() {
        for (int i = 0; i < 10_000; i++) {
            complaints.warn("wrong number {}", i);
        }
        assertEquals(ComplaintLog.WARNINGS_MAX, lines().size());
        assertEquals("wrong number 0", lines().get(0));

        now += ComplaintLog.INTERVAL.toNanos();
        complaints.warn("wrong again");
        complaints.warn("and again");
        String unsaid = Integer.toString(10_000 - ComplaintLog.WARNINGS_MAX);
        assertTrue(lines().get(ComplaintLog.WARNINGS_MAX).contains(unsaid), lines()::toString);
        assertEquals("and again", lines().get(ComplaintLog.WARNINGS_MAX + 1));
    }

    @Test
    void whatOthersSaidIsCutAndCannotForgeALine() {
        complaints.warn("ignored {}", "x\r\n2026-01-01 ERROR forged" + "y".repeat(100_000));
        String line = lines().get(0);
        assertFalse(line.contains("\n") || line.contains("\r"), line);
        assertTrue(line.length() <= ComplaintLog.LENGTH_MAX + 1, () -> line.length() + " characters");
    }

    private List<String> lines() {
        return said.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private Logger listenedTo() {
        var context = new LoggerContext();
        Logger logger = context.getLogger("complaints");
        logger.setLevel(Level.TRACE);
        said.setContext(context);
        said.start();
        logger.addAppender(said);
        return logger;
    }
}
