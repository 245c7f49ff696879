package dev.muster.domain;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The kinds of activity that are known here. Immutable. A kind that is not known is carried without being judged. */
public final class ActivityTypes {
    private final Map<String, ActivityType> byId;

    private ActivityTypes(Map<String, ActivityType> byId) {
        this.byId = Map.copyOf(byId);
    }

    /**
     * These types and no others.
     *
     * @throws IllegalArgumentException where two have one id
     */
    public static ActivityTypes of(ActivityType... types) {
        return of(List.of(types));
    }

    /**
     * These types and no others.
     *
     * @throws IllegalArgumentException where two have one id
     */
    public static ActivityTypes of(List<? extends ActivityType> types) {
        Map<String, ActivityType> byId = new HashMap<>();
        for (ActivityType type : types) {
            if (byId.put(type.id(), type) != null) {
                throw new IllegalArgumentException("two activity types have the id '" + type.id() + "'");
            }
        }
        return new ActivityTypes(byId);
    }

    public Optional<ActivityType> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }
}
