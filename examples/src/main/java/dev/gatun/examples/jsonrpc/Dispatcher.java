package dev.gatun.examples.jsonrpc;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON-RPC 2.0 without a network: a message in, an answer or none out. Immutable; for any thread. */
final class Dispatcher {
    /** A method. Its parameters are a {@code List}, a {@code Map}, or null. */
    @FunctionalInterface
    interface Method {
        @Nullable
        Object call(@Nullable Object parameters) throws RpcException;
    }

    /** A megabyte of nonsense would otherwise be answered by forty. */
    static final int BATCH_MAX = 1000;

    private final Map<String, Method> methods;

    Dispatcher(Map<String, Method> methods) {
        this.methods = Map.copyOf(methods);
    }

    /** The methods that the specification's examples call. */
    static Dispatcher ofExamples() {
        return new Dispatcher(Map.of(
                "subtract", Dispatcher::subtract,
                "sum", Dispatcher::sum,
                "get_data", _ -> List.of("hello", 5),
                "update", _ -> null,
                "notify_hello", _ -> null,
                "notify_sum", _ -> null));
    }

    /** Null: nothing is to be answered. */
    @Nullable
    String answer(byte[] message) {
        Object answer;
        try {
            answer = answer(JsonReader.read(message));
        } catch (JsonException _) {
            answer = failure(new RpcException(RpcException.PARSE_ERROR, "Parse error"), null);
        }
        return answer == null ? null : JsonWriter.write(answer);
    }

    /** What is told of a message that was not read at all. */
    static String refusal(String why) {
        return JsonWriter.write(failure(new RpcException(RpcException.INVALID_REQUEST, why), null));
    }

    private @Nullable Object answer(@Nullable Object message) {
        if (!(message instanceof List<?> batch)) {
            return answerOne(message);
        }
        if (batch.isEmpty() || batch.size() > BATCH_MAX) {
            return failure(invalidRequest(), null);
        }
        List<Object> answers = new ArrayList<>();
        for (Object each : batch) {
            Object answer = answerOne(each);
            if (answer != null) {
                answers.add(answer);
            }
        }
        return answers.isEmpty() ? null : answers;
    }

    /** A request without an id is a notification: whatever comes of it, nothing is answered. */
    private @Nullable Object answerOne(@Nullable Object message) {
        if (!(message instanceof Map<?, ?> request) || !isRequest(request)) {
            return failure(invalidRequest(), null);
        }
        boolean isNotification = !request.containsKey("id");
        Object id = request.get("id");
        try {
            Object result = call(request);
            return isNotification ? null : success(result, id);
        } catch (RpcException e) {
            return isNotification ? null : failure(e, id);
        } catch (RuntimeException e) {
            String what = "Internal error: " + e.getMessage();
            return isNotification ? null : failure(new RpcException(RpcException.INTERNAL_ERROR, what), id);
        }
    }

    private static boolean isRequest(Map<?, ?> message) {
        Object id = message.get("id");
        Object parameters = message.get("params");
        return "2.0".equals(message.get("jsonrpc"))
                && message.get("method") instanceof String
                && (id == null || id instanceof String || id instanceof BigDecimal)
                && (!message.containsKey("params") || parameters instanceof List || parameters instanceof Map);
    }

    private @Nullable Object call(Map<?, ?> request) throws RpcException {
        Method method = methods.get(String.valueOf(request.get("method")));
        if (method == null) {
            throw new RpcException(RpcException.METHOD_NOT_FOUND, "Method not found");
        }
        return method.call(request.get("params"));
    }

    private static Map<String, @Nullable Object> success(@Nullable Object result, @Nullable Object id) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("jsonrpc", "2.0");
        answer.put("result", result);
        answer.put("id", id);
        return answer;
    }

    private static Map<String, @Nullable Object> failure(RpcException why, @Nullable Object id) {
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("code", why.code());
        error.put("message", why.getMessage());
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("jsonrpc", "2.0");
        answer.put("error", error);
        answer.put("id", id);
        return answer;
    }

    private static RpcException invalidRequest() {
        return new RpcException(RpcException.INVALID_REQUEST, "Invalid Request");
    }

    // --- the methods -------------------------------------------------------------------------------------------------

    /** By place, or by name. */
    private static Object subtract(@Nullable Object parameters) throws RpcException {
        if (parameters instanceof List<?> places && places.size() == 2) {
            return small(number(places.get(0)).subtract(number(places.get(1))));
        }
        if (parameters instanceof Map<?, ?> names) {
            return small(number(names.get("minuend")).subtract(number(names.get("subtrahend"))));
        }
        throw invalidParams();
    }

    private static Object sum(@Nullable Object parameters) throws RpcException {
        if (!(parameters instanceof List<?> numbers)) {
            throw invalidParams();
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (Object each : numbers) {
            sum = small(sum.add(number(each)));
        }
        return sum;
    }

    private static BigDecimal number(@Nullable Object value) throws RpcException {
        if (value instanceof BigDecimal number) {
            return small(number);
        }
        throw invalidParams();
    }

    /** The sum of 1e9999999 and 1 has ten million digits. */
    private static BigDecimal small(BigDecimal number) throws RpcException {
        if (Math.abs((long) number.scale()) > 1000) {
            throw invalidParams();
        }
        return number;
    }

    private static RpcException invalidParams() {
        return new RpcException(RpcException.INVALID_PARAMS, "Invalid params");
    }
}
