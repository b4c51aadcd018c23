package dev.gatun.cli;

import dev.gatun.cli.Report.Backend;
import dev.gatun.cli.Report.Device;
import dev.gatun.cli.Report.Feature;
import dev.gatun.cli.Report.Limit;
import dev.gatun.cli.Report.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a deployment must find, by the names that the report has: a backend ({@code io_uring}), one of its features
 * ({@code busy-poll}, or {@code io_uring.busy-poll}), a socket option ({@code tcp.mark}), a limit ({@code memlock}).
 */
final class Requirements {
    private final Map<String, State> states = new LinkedHashMap<>();
    private final Map<String, String> details = new LinkedHashMap<>();

    Requirements(Report report) {
        for (Backend backend : report.backends()) {
            add("", backend.name(), backend.usable() ? State.YES : State.NO, backend.reason());
            backend.features().forEach(each -> add(backend.name() + ".", each));
        }
        report.sockets().forEach(each -> add("", each));
        report.files().forEach(each -> add("", each));
        report.latency().forEach(each -> add("", each));
        for (Device device : report.devices()) {
            device.features().forEach(each -> add(device.name() + ".", each));
        }
        for (Limit limit : report.limits()) {
            add("", limit.name(), limit.state(), limit.value() + ", needed: " + limit.needed());
        }
    }

    private void add(String prefix, Feature feature) {
        add(prefix, feature.name(), feature.state(), feature.detail());
    }

    /** Under its full name, and under the short one if nothing was before it: the best backend comes first. */
    private void add(String prefix, String name, State state, String detail) {
        for (String each : List.of(prefix + name, name)) {
            states.putIfAbsent(each, state);
            details.putIfAbsent(each, detail);
        }
    }

    /** A line for each that is not there in full. */
    List<String> missing(List<String> required) {
        List<String> missing = new ArrayList<>();
        for (String name : required) {
            State state = states.getOrDefault(name, State.NO);
            if (state != State.YES) {
                missing.add(name + ": " + word(state) + ", " + details.getOrDefault(name, "it was not found"));
            }
        }
        return missing;
    }

    /** Names that no machine would have: mistakes of the user. */
    List<String> unknown(List<String> required) {
        return required.stream().filter(name -> !states.containsKey(name)).toList();
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
