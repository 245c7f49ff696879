package dev.muster.domain;

import java.util.List;
import java.util.stream.Stream;

/** What belongs to a sealed family. */
final class Families {
    private Families() {}

    /** The records at the ends of the branches. */
    static List<Class<?>> leaves(Class<?> family) {
        return family.isSealed()
                ? Stream.of(family.getPermittedSubclasses())
                        .flatMap(member -> leaves(member).stream())
                        .toList()
                : List.of(family);
    }
}
