package dev.gatun.examples.http;

/** What a request can come to, here. */
enum Status {
    OK(200, "OK"),
    BAD_REQUEST(400, "Bad Request"),
    NOT_FOUND(404, "Not Found"),
    METHOD_NOT_ALLOWED(405, "Method Not Allowed"),
    REQUEST_TIMEOUT(408, "Request Timeout"),
    CONTENT_TOO_LARGE(413, "Content Too Large"),
    URI_TOO_LONG(414, "URI Too Long"),
    EXPECTATION_FAILED(417, "Expectation Failed"),
    FIELDS_TOO_LARGE(431, "Request Header Fields Too Large"),
    NOT_IMPLEMENTED(501, "Not Implemented"),
    UNAVAILABLE(503, "Service Unavailable"),
    VERSION_NOT_SUPPORTED(505, "HTTP Version Not Supported");

    private static final Status[] ALL = values();

    final int code;
    final String reason;

    Status(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    /** As a parser's result, where 0 and what is above mean something else. */
    int refusal() {
        return -code;
    }

    static Status ofRefusal(int result) {
        for (Status status : ALL) {
            if (status.refusal() == result) {
                return status;
            }
        }
        throw new IllegalArgumentException("the result " + result + " refuses nothing");
    }
}
