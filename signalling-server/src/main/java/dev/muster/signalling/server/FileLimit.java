package dev.muster.signalling.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;

/** Fits the number of connections to the number of files that the system lets this process open. */
final class FileLimit {
    private static final Logger LOG = System.getLogger(FileLimit.class.getName());

    /** For jars, logs, the connections being turned away, and what else the process does. */
    private static final long RESERVED = 512;

    private FileLimit() {}

    /**
     * The limits, with fewer connections if the default is more than the system allows.
     *
     * @throws StartException if the caller asked for more than the system allows
     */
    static Limits fit(Limits limits) throws StartException {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? fit(limits, system.getMaxFileDescriptorCount())
                : limits;
    }

    static Limits fit(Limits limits, long filesMax) throws StartException {
        long most = Math.max(1, filesMax - Math.min(RESERVED, filesMax / 2));
        long wanted = limits.get(Limit.CONNECTIONS);
        if (wanted <= most) {
            return limits;
        }
        if (limits.isSet(Limit.CONNECTIONS)) {
            throw new StartException(
                    StartException.Problem.BAD_CONFIGURATION,
                    "connections is " + wanted + ", but this process may open only " + filesMax
                            + " files: raise that (ulimit -n) or set connections to " + most + " at most");
        }
        LOG.log(
                Level.WARNING,
                "Only {0} connections, because this process may open only {1} files (ulimit -n)",
                most,
                filesMax);
        return limits.with(Limit.CONNECTIONS, most);
    }
}
