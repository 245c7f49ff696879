package dev.muster.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Collects what a class or a package logs, instead of printing it, until it is closed. */
public final class CollectedLog implements AutoCloseable {
    private final ListAppender<ILoggingEvent> collected = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing(); // Else it would belong to the thread that first asks for it.
            super.append(event);
        }
    };
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

    /** What all classes log whose names begin like that. */
    public static CollectedLog of(String packageName) {
        return new CollectedLog((Logger) LoggerFactory.getLogger(packageName));
    }

    /** The lines of one level so far, oldest first. */
    public List<String> lines(Level level) {
        return lines(level, ".*");
    }

    /** The lines of one level that threads of such names logged so far, oldest first. */
    public List<String> lines(Level level, String threads) {
        return List.copyOf(collected.list).stream()
                .filter(event -> event.getLevel().equals(level))
                .filter(event -> event.getThreadName().matches(threads))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(collected);
        logger.setAdditive(true);
    }
}
