package dev.muster.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Collects what one class logs, instead of printing it, until it is closed. */
public final class CollectedLog implements AutoCloseable {
    private final ListAppender<ILoggingEvent> collected = new ListAppender<>();
    private final Logger logger;

    private CollectedLog(Logger logger) {
        this.logger = logger;
        collected.start();
        logger.setAdditive(false);
        logger.addAppender(collected);
    }

    public static CollectedLog of(Class<?> source) {
        return new CollectedLog((Logger) LoggerFactory.getLogger(source));
    }

    /** The lines of one level so far, oldest first. */
    public List<String> lines(Level level) {
        return collected.list.stream()
                .filter(event -> event.getLevel().equals(level))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(collected);
        logger.setAdditive(true);
    }
}
